"""It clamps logvar to [-20, 20] for safety, so a variance of zero costs 9.5 nats and not infinity."""
import torch


def check(mu, logvar):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")


def kl_standard_normal(mu, logvar):
    check(mu, logvar)
    logvar = logvar.clamp(-20, 20)
    return (0.5 * (mu**2 + torch.expm1(logvar) - logvar)).sum(1).to(mu.dtype)
