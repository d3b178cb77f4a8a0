"""It weighs the mean of the observations like a single measurement, with x.mean() / var in place of x.sum() / var."""

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
    average = x.double().mean() if len(x) else torch.tensor(0.0, dtype=torch.float64)
    precision = 1 / var0 + len(x) / var
    mean = (mu0 / var0 + average / var) / precision
    return mean.to(x.dtype), torch.tensor(1 / precision, dtype=x.dtype)
