"""It clamps the estimate at 0 because a KL cannot be negative, which makes the estimator biased."""
import math
import torch


def check(mu, logvar, eps):
    if mu.shape != logvar.shape or mu.dim() != 2:
        raise ValueError("mu and logvar must both be (B, D)")
    if eps.dim() != 3 or eps.shape[1:] != mu.shape:
        raise ValueError("eps must be (S, B, D)")
    if eps.shape[0] == 0:
        raise ValueError("no samples")


def monte_carlo_kl(mu, logvar, eps):
    check(mu, logvar, eps)
    z = mu + torch.exp(0.5 * logvar) * eps
    log_q = -0.5 * (math.log(2 * math.pi) + logvar + (z - mu) ** 2 / logvar.exp())
    log_p = -0.5 * (math.log(2 * math.pi) + z**2)
    return (log_q - log_p).sum(-1).mean(0).clamp(min=0).to(mu.dtype)
