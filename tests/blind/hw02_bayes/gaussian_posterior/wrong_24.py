"""It accepts an infinite var0 as a flat prior (and an infinite var) instead of raising ValueError."""

import math

import torch
from torch import Tensor


def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    if not (var0 > 0 and var > 0):
        raise ValueError("variances must be positive")
    if math.isnan(mu0) or math.isinf(mu0):
        raise ValueError("mu0 must be finite")
    if x.dim() != 1:
        raise ValueError("x must be 1-D")
    if (~torch.isfinite(x)).any():
        raise ValueError("x must be finite")

    # add the observations one by one: yesterday's posterior is today's prior
    precision = 1.0 / var0
    weighted = mu0 / var0
    for value in x.tolist():
        precision += 1.0 / var
        weighted += value / var
    if precision == 0:
        return torch.tensor(mu0, dtype=x.dtype), torch.tensor(math.inf, dtype=x.dtype)
    return (
        torch.tensor(weighted / precision, dtype=x.dtype),
        torch.tensor(1.0 / precision, dtype=x.dtype),
    )
