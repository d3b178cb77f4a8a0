"""It compares u with the plain cumulative sum of the weights, as if they already added up to 1."""

import torch


def check(weights, u):
    if not ((weights >= 0) & torch.isfinite(weights)).all() or not (weights > 0).any():
        raise ValueError("weights must be finite, >= 0 and not all zero")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")


def sample_categorical(weights, u):
    check(weights, u)
    cdf = weights.double().cumsum(0)
    last = int(weights.nonzero().max())
    return torch.searchsorted(cdf, u.double().contiguous(), right=True).clamp(max=last)
