"""It returns the variance of the next observation (posterior predictive, v_n + var) instead of the variance of theta."""

import math

import torch
from torch import Tensor


def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    if not all(math.isfinite(v) for v in (mu0, var0, var)):
        raise ValueError("arguments must be finite")
    if var0 <= 0 or var <= 0:
        raise ValueError("variances must be positive")
    if x.dim() != 1 or not torch.isfinite(x).all():
        raise ValueError("x must be 1-D and finite")
    n = x.numel()
    v_n = 1 / (1 / var0 + n / var)
    m_n = v_n * (mu0 / var0 + x.double().sum().item() / var)
    return torch.tensor(m_n, dtype=x.dtype), torch.tensor(v_n + var, dtype=x.dtype)
