"""It adds the standard deviation exp(logvar / 2) where the variance belongs."""
import torch
from torch import Tensor


def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    if mu.ndim != 2 or mu.shape != logvar.shape:
        raise ValueError("mu and logvar must both be (B, D)")
    sigma = torch.exp(logvar / 2)
    kl = torch.zeros(mu.shape[0], dtype=mu.dtype)
    for d in range(mu.shape[1]):
        kl = kl + 0.5 * (mu[:, d] ** 2 + sigma[:, d] - logvar[:, d] - 1)
    return kl.to(mu.dtype)
