"""torch.distributions.kl_divergence in float64"""
import torch
from torch.distributions import Independent, Normal, kl_divergence


def check(mu, logvar):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")


def kl_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    check(mu, logvar)
    m, s = mu.double(), (0.5 * logvar.double()).exp()
    q = Independent(Normal(m, s, validate_args=False), 1, validate_args=False)
    p = Independent(Normal(torch.zeros_like(m), torch.ones_like(s)), 1)
    return kl_divergence(q, p).to(mu.dtype)
