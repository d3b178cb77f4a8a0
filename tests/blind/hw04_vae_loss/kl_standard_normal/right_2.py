"""torch.distributions.kl_divergence in float64"""
import torch
from torch.distributions import Normal, kl_divergence


def check(mu, logvar):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")


def kl_standard_normal(mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    check(mu, logvar)
    m, s = mu.double(), (0.5 * logvar.double()).exp()
    q = Normal(m, s, validate_args=False)
    p = Normal(torch.zeros_like(m), torch.ones_like(s))
    return kl_divergence(q, p).sum(-1).to(mu.dtype)
