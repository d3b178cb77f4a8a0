"""A u exactly on a boundary stays with the lower class (u <= instead of u <), so that a leading class of weight zero is drawn at u = 0."""

import torch


def check(weights, u):
    if not ((weights >= 0) & torch.isfinite(weights)).all() or not (weights > 0).any():
        raise ValueError("weights must be finite, >= 0 and not all zero")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")


def sample_categorical(weights, u):
    check(weights, u)
    cumulative = (weights.double() * (2.0**-64 if weights.max() > 1 else 1.0)).cumsum(0)
    return torch.searchsorted(cumulative / cumulative[-1], u.double().contiguous(), right=False)
