"""It checks the plain numbers mu0, var0 and var for NaN only, so an infinite one is accepted instead of raising ValueError."""

import math

import torch
from torch import Tensor


def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    if math.isnan(mu0) or math.isnan(var0) or math.isnan(var):
        raise ValueError("NaN argument")
    if var0 <= 0 or var <= 0:
        raise ValueError("variances must be > 0")
    if x.dim() != 1:
        raise ValueError("x must be one-dimensional")
    if torch.any(~torch.isfinite(x)):
        raise ValueError("x has NaN or infinite entries")
    prior_precision = 1.0 / var0
    data_precision = x.numel() / var
    post_var = 1.0 / (prior_precision + data_precision)
    total = x.to(torch.float64).sum().item()
    post_mean = post_var * (prior_precision * mu0 + total / var)
    return x.new_tensor(post_mean), x.new_tensor(post_var)
