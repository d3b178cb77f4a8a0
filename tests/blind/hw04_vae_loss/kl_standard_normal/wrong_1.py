"""It computes the divergence the other way round, KL(p || q)."""
import torch


def check(mu, logvar):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")


def kl_standard_normal(mu, logvar):
    check(mu, logvar)
    kl = 0.5 * (logvar + (1 + mu**2) * torch.exp(-logvar) - 1)
    return kl.sum(1).to(mu.dtype)
