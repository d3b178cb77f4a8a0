"""It smooths both labels: fakes get the label smooth where they should keep 0."""
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
    bce = F.binary_cross_entropy_with_logits
    real = bce(real_logits, torch.full_like(real_logits, 1 - smooth))
    fake = bce(fake_logits, torch.full_like(fake_logits, smooth))
    return real + fake.to(real.dtype)
