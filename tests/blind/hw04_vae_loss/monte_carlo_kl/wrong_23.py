"""It does not refuse eps with S = 0 but returns NaN."""
import math

import torch
from torch import Tensor


def _log_normal(z: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    quad = ((z - mean) * torch.exp(-0.5 * logvar)) ** 2
    return -0.5 * (math.log(2 * math.pi) + logvar + quad).sum(dim=-1)


def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape:
        raise ValueError("mu and logvar differ")
    if eps.ndim != mu.ndim + 1 or eps.shape[1:] != mu.shape:
        raise ValueError("eps does not consist of tensors like mu")
    z = mu.unsqueeze(0) + torch.exp(0.5 * logvar).unsqueeze(0) * eps
    zero = torch.zeros_like(mu)
    return (_log_normal(z, mu, logvar) - _log_normal(z, zero, zero)).mean(0).to(mu.dtype)
