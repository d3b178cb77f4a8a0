"""It detaches the fakes in the discriminator's loss, so no gradient of d_loss reaches fake_scores."""
import torch


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def lsgan_losses(real_scores, fake_scores):
    check_tensor(real_scores)
    check_tensor(fake_scores)
    d = 0.5 * ((real_scores - 1) ** 2).mean() + 0.5 * (fake_scores.detach() ** 2).mean()
    g = 0.5 * ((fake_scores - 1) ** 2).mean()
    return d.to(real_scores.dtype), g.to(real_scores.dtype)
