"""It goes through the probability and adds 1e-8 inside the logarithm, so large logits cost a constant and have no gradient."""
import torch


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def discriminator_loss(real_logits, fake_logits, smooth=0.0):
    check_tensor(real_logits)
    check_tensor(fake_logits)
    if not 0 <= smooth < 1:
        raise ValueError("smooth")
    d_real, d_fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    e = 1e-8
    real = (1 - smooth) * torch.log(d_real + e) + smooth * torch.log(1 - d_real + e)
    loss = -real.mean() - torch.log(1 - d_fake + e).mean()
    return loss.to(real_logits.dtype)
