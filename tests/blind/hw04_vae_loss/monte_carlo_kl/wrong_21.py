"""It averages the never-negative estimator r - 1 - log r with r = p(z) / q(z) instead of the plain log q(z) - log p(z)."""
import torch
from torch import Tensor


def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape:
        raise ValueError("mu and logvar differ in shape")
    if eps.dim() != mu.dim() + 1 or eps.shape[1:] != mu.shape or eps.shape[0] == 0:
        raise ValueError("eps must be (S, B, D) with S >= 1")
    z = mu + torch.exp(0.5 * logvar) * eps
    log_q = -0.5 * (logvar + (z - mu) ** 2 / logvar.exp()).sum(-1)
    log_p = -0.5 * (z**2).sum(-1)
    log_r = log_p - log_q
    # lower variance, and it cannot become negative
    return (torch.exp(log_r) - 1 - log_r).mean(dim=0).to(mu.dtype)
