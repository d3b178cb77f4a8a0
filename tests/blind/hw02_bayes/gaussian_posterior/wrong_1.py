"""It squares var0 and var, as if they were standard deviations."""

import math

import torch


def check(mu0, var0, x, var):
    if x.dim() != 1:
        raise ValueError("x must be 1-D")
    if not all(math.isfinite(v) for v in (mu0, var0, var)) or not torch.isfinite(x).all():
        raise ValueError("NaN or an infinity")
    if var0 <= 0 or var <= 0:
        raise ValueError("variances must be positive")


def gaussian_posterior(mu0, var0, x, var):
    check(mu0, var0, x, var)
    v0, v = var0**2, var**2
    precision = 1 / v0 + len(x) / v
    mean = (mu0 / v0 + x.double().sum() / v) / precision
    return mean.to(x.dtype), torch.tensor(1 / precision, dtype=x.dtype)
