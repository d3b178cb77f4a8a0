"""It normalises first and sums in the weights' own precision, and clamps an overflow to the very last class even if that has weight zero."""

import torch
from torch import Tensor


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    bad = ~torch.isfinite(weights) | (weights < 0)
    if bad.any() or weights.sum() == 0:
        raise ValueError("weights must be finite, >= 0 and not all zero")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must be in [0, 1)")
    p = weights / weights.sum()
    cdf = torch.cumsum(p, dim=0)
    k = (u.unsqueeze(-1) >= cdf).sum(dim=-1)
    return k.clamp(max=weights.numel() - 1)
