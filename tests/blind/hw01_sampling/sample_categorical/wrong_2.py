"""An index that round-off pushes past the end is clamped to the last class, even if that class has weight zero."""

import torch


def check(weights, u):
    if not ((weights >= 0) & torch.isfinite(weights)).all() or not (weights > 0).any():
        raise ValueError("weights must be finite, >= 0 and not all zero")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")


def sample_categorical(weights, u):
    check(weights, u)
    probs = (weights / weights.sum()).to(u.dtype)
    cdf = probs.cumsum(0)
    index = torch.searchsorted(cdf, u.contiguous(), right=True)
    return index.clamp(max=len(weights) - 1)
