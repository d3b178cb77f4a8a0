"""nn.BCEWithLogitsLoss with label tensors, as in every tutorial"""
import torch
from torch import nn

bce = nn.BCEWithLogitsLoss()


def discriminator_loss(real_logits, fake_logits, smooth=0.0):
    if not 0 <= smooth < 1:
        raise ValueError("smooth must be in [0, 1)")
    for name, logits in dict(real=real_logits, fake=fake_logits).items():
        if logits.numel() < 1 or logits.isnan().any():
            raise ValueError(f"{name}_logits is empty or has NaN")
    real_loss = bce(real_logits, torch.full_like(real_logits, 1.0 - smooth))
    fake_loss = bce(fake_logits, torch.zeros_like(fake_logits))
    return real_loss + fake_loss.to(real_logits.dtype)
