"""It flattens u and returns the indices as one long vector instead of in the shape of u."""

import torch


def check(weights, u):
    if not ((weights >= 0) & torch.isfinite(weights)).all() or not (weights > 0).any():
        raise ValueError("weights must be finite, >= 0 and not all zero")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")


def sample_categorical(weights, u):
    check(weights, u)
    cdf = (weights.double() * (2.0**-64 if weights.max() > 1 else 1.0)).cumsum(0)
    cdf = cdf / cdf[-1]
    return (u.double().reshape(-1, 1) >= cdf).sum(dim=1)
