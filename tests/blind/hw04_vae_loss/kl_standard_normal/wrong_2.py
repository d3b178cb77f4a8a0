"""It averages over the latent dimensions where it has to sum over them."""
import torch


def check(mu, logvar):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")


def kl_standard_normal(mu, logvar):
    check(mu, logvar)
    return (0.5 * (mu**2 + torch.expm1(logvar) - logvar)).mean(dim=-1).to(mu.dtype)
