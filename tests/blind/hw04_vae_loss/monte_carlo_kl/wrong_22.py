"""It forgets the constant log(2 pi) / 2 in log p(z) while log q(z) has it, so the estimate is too low by D log(2 pi) / 2."""
import math

import torch
from torch import Tensor
from torch.distributions import Normal


def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape:
        raise ValueError("mu and logvar must have the same shape")
    if tuple(eps.shape[1:]) != tuple(mu.shape) or eps.dim() != mu.dim() + 1:
        raise ValueError("eps must be (S, B, D)")
    if len(eps) == 0:
        raise ValueError("S must be at least 1")
    sigma = (0.5 * logvar).exp()
    q = Normal(mu, sigma, validate_args=False)
    total = 0
    for e in eps:
        z = mu + sigma * e
        log_q = q.log_prob(z).sum(dim=-1)
        log_p = -0.5 * z.pow(2).sum(dim=-1)
        total = total + (log_q - log_p)
    return (total / len(eps)).to(mu.dtype)
