"""It returns the variance of the next observation (posterior predictive, v_n + v) instead of the variance of theta."""

import math

import torch
from torch import Tensor


def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    if x.dim() != 1:
        raise ValueError("x must be 1-D")
    if not (math.isfinite(mu0) and math.isfinite(var0) and math.isfinite(var)):
        raise ValueError("arguments must be finite")
    if not torch.isfinite(x).all():
        raise ValueError("x must be finite")
    if var0 <= 0 or var <= 0:
        raise ValueError("variances must be positive")
    n = x.shape[0]
    v_n = 1 / (1 / var0 + n / var)
    m_n = v_n * (mu0 / var0 + x.double().sum() / var)
    spread = torch.tensor(v_n + var, dtype=x.dtype)
    return m_n.to(x.dtype), spread
