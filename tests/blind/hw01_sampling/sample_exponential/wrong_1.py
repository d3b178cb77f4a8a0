"""It computes log(1 - u) literally, which rounds to log(1) = 0 for small u."""

import torch


def check(u, rate):
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & torch.isfinite(rate)).all():
        raise ValueError("rate must be positive and finite")


def sample_exponential(u, rate):
    check(u, rate)
    return -torch.log(1 - u) / rate
