"""It subtracts 1 from exp(logvar) in float32, so near the prior the result is rounding noise, at times below 0."""
import torch


def check(mu, logvar):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")


def kl_standard_normal(mu, logvar):
    check(mu, logvar)
    mu32, lv = mu.float(), logvar.float()
    return (-0.5 * (1 + lv - mu32**2 - lv.exp()).sum(1)).to(mu.dtype)
