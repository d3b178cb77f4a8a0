"""It smooths both labels, so fakes get the label smooth instead of 0."""
import torch
import torch.nn.functional as F
from torch import Tensor


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    for name, logits in (("real", real_logits), ("fake", fake_logits)):
        if logits.numel() == 0:
            raise ValueError(f"{name}_logits is empty")
        if torch.isnan(logits).any():
            raise ValueError(f"{name}_logits contains NaN")
    if not 0 <= smooth < 1:
        raise ValueError("smooth must be in [0, 1)")
    real_labels = torch.full_like(real_logits, 1 - smooth)
    fake_labels = torch.full_like(fake_logits, smooth)
    real_loss = F.binary_cross_entropy_with_logits(real_logits, real_labels)
    fake_loss = F.binary_cross_entropy_with_logits(fake_logits, fake_labels)
    return (real_loss + fake_loss).to(real_logits.dtype)
