"""The results pass through a float32 tensor on their way to x's dtype, so that float64 answers are good to seven digits only.

Not required by the contract: constants rounded to float32 lie within the tolerance.
"""

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
    precision = 1 / var0 + len(x) / var
    mean = (mu0 / var0 + math.fsum(x.tolist()) / var) / precision
    return torch.tensor(mean).to(x.dtype), torch.tensor(1 / precision).to(x.dtype)
