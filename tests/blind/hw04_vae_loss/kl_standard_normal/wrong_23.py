"""It uses torch.distributions with a scale that must be positive, so a variance of zero (logvar = -inf) raises an error instead of giving +inf."""
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence


def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    if mu.dim() != 2:
        raise ValueError("mu is not 2-D")
    if mu.shape != logvar.shape:
        raise ValueError("logvar has another shape than mu")
    q = Normal(mu, torch.exp(0.5 * logvar))
    p = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return kl_divergence(q, p).sum(dim=-1).to(mu.dtype)
