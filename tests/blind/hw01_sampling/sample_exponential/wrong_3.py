"""It multiplies by the rate instead of dividing by it, so that the mean is rate and not 1 / rate."""

import torch


def check(u, rate):
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & torch.isfinite(rate)).all():
        raise ValueError("rate must be positive and finite")


def sample_exponential(u, rate):
    check(u, rate)
    return -torch.log1p(-u) * rate
