"""It uses -log(u) on the grounds that 1 - u is uniform as well, which is a decreasing map and not the inverse CDF."""

import torch


def check(u, rate):
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & torch.isfinite(rate)).all():
        raise ValueError("rate must be positive and finite")


def sample_exponential(u, rate):
    check(u, rate)
    return -torch.log(u) / rate
