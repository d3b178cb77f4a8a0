"""The parentheses are wrong: exp(logvar) / 2 instead of exp(logvar / 2)."""

import torch
from torch import Tensor


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if not (mu.shape == logvar.shape == eps.shape):
        raise ValueError(f"shapes differ: {mu.shape}, {logvar.shape}, {eps.shape}")
    if not bool((logvar < float("inf")).all()):
        raise ValueError("logvar must not be NaN or +inf")
    std = torch.exp(logvar) / 2
    z = torch.addcmul(mu, std, eps)
    return z
