"""It takes one mean over real and fake samples together, so the terms are halved and weighted by their counts."""
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
    r, f = real_logits.flatten(), fake_logits.flatten().to(real_logits.dtype)
    labels = torch.cat([torch.full_like(r, 1 - smooth), torch.zeros_like(f)])
    return F.binary_cross_entropy_with_logits(torch.cat([r, f]), labels)
