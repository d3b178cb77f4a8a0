"""It subtracts logvar instead of half of logvar in log q, as if logvar were the logarithm of the standard deviation there."""
import math

import torch
from torch import Tensor


def _log_normal(z, mu, logvar):
    return -0.5 * math.log(2 * math.pi) - logvar - 0.5 * (z - mu) ** 2 * torch.exp(-logvar)


def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape or mu.ndim != 2:
        raise ValueError("mu and logvar differ in shape")
    if eps.ndim != 3 or tuple(eps.shape[1:]) != tuple(mu.shape):
        raise ValueError("eps is not (S, B, D)")
    if len(eps) == 0:
        raise ValueError("no samples")
    sigma = (logvar / 2).exp()
    zero = torch.zeros_like(mu)
    total = 0
    for noise in eps:
        z = mu + sigma * noise
        total = total + (_log_normal(z, mu, logvar) - _log_normal(z, zero, zero)).sum(dim=1)
    return (total / len(eps)).to(mu.dtype)
