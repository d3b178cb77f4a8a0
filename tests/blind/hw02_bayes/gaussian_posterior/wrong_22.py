"""It uses the mean of the observations in the posterior mean where their sum belongs."""

import math

import torch
from torch import Tensor


def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    if x.ndim != 1:
        raise ValueError("x must be a vector")
    if not torch.isfinite(x).all() or not all(map(math.isfinite, (mu0, var0, var))):
        raise ValueError("NaN or infinity")
    if min(var0, var) <= 0:
        raise ValueError("variances must be > 0")
    n = len(x)
    xbar = float(x.double().mean()) if n else 0.0
    precision = 1.0 / var0 + n / var
    mean = (mu0 / var0 + xbar / var) / precision
    return x.new_tensor(mean), x.new_tensor(1.0 / precision)
