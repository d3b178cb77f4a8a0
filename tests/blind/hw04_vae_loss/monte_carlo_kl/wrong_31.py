"""It uses the low-variance estimator r - 1 - log r with r = p(z)/q(z), which is never negative, instead of the plain mean of log q - log p."""
import torch
from torch import Tensor


def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape or mu.dim() != 2:
        raise ValueError("mu and logvar must have the same (B, D) shape")
    if eps.dim() != 3 or eps.shape[1:] != mu.shape or eps.shape[0] == 0:
        raise ValueError("eps must be (S, B, D) with S >= 1")
    q = torch.distributions.Normal(mu, torch.exp(0.5 * logvar), validate_args=False)
    p = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu), validate_args=False)
    z = mu + torch.exp(0.5 * logvar) * eps
    log_r = (p.log_prob(z) - q.log_prob(z)).sum(-1)
    return (torch.expm1(log_r) - log_r).mean(0).to(mu.dtype)
