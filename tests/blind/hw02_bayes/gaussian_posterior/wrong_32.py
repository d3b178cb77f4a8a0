"""It swaps the two weights: the gain of the data is var / (n var0 + var) instead of n var0 / (n var0 + var)."""

import math

import torch
from torch import Tensor


def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    numbers = [float(mu0), float(var0), float(var)]
    if not all(math.isfinite(a) for a in numbers) or not bool(torch.isfinite(x).all()):
        raise ValueError("NaN or infinity")
    if var0 <= 0.0 or var <= 0.0:
        raise ValueError("a variance is not positive")
    if x.ndim != 1:
        raise ValueError("x is not 1-D")
    n = len(x)
    variance = var0 * var / (n * var0 + var)
    if n == 0:
        mean = float(mu0)
    else:
        xbar = float(x.double().mean())
        gain = var / (n * var0 + var)
        mean = mu0 + gain * (xbar - mu0)
    return torch.tensor(mean, dtype=x.dtype), torch.tensor(variance, dtype=x.dtype)
