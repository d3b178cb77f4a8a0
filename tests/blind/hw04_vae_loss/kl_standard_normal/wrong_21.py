"""It computes the reversed divergence KL(p || q) instead of KL(q || p)."""
import torch
from torch import Tensor


def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")
    # log (sigma^2 / 1) + (1 + mu^2) / sigma^2 - 1
    bracket = logvar + (1 + mu.pow(2)) * torch.exp(-logvar) - 1
    return 0.5 * bracket.sum(dim=1)
