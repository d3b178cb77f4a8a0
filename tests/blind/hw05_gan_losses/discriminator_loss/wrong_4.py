"""It only scales the real term by 1 - smooth and drops the part with weight smooth, so sure logits are not held back."""
import torch
import torch.nn.functional as F


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
    real = -(1 - smooth) * F.logsigmoid(real_logits).mean()
    fake = -F.logsigmoid(-fake_logits).mean()
    return (real + fake).to(real_logits.dtype)
