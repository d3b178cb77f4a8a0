"""It refuses u = 0, which is a legal uniform and must give 0."""

import torch


def check(u, rate):
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & torch.isfinite(rate)).all():
        raise ValueError("rate must be positive and finite")


def sample_exponential(u, rate):
    check(u, rate)
    if (u <= 0).any():
        raise ValueError("u must be positive")
    return -torch.log1p(-u) / rate
