"""It sorts the classes by weight, largest first, before it lays their pieces side by side, instead of keeping the given order."""

import torch
from torch import Tensor


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    if not torch.isfinite(weights).all() or (weights < 0).any():
        raise ValueError("weights must be finite and >= 0")
    if not (weights > 0).any():
        raise ValueError("at least one weight must be positive")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must be in [0, 1)")
    p, order = torch.sort(weights.double(), descending=True, stable=True)
    p, order = p[p > 0], order[p > 0]
    cdf = torch.cumsum(p / p.sum(), dim=0)
    k = torch.searchsorted(cdf, u.double().contiguous(), right=True)
    k = k.clamp(max=len(p) - 1)
    return order[k]
