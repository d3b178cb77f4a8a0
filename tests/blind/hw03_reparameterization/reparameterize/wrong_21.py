"""It takes logvar for the log of the standard deviation and multiplies the noise by exp(logvar)."""

import torch
from torch import Tensor


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if not (mu.shape == logvar.shape == eps.shape):
        raise ValueError("shapes must be the same")
    if torch.isnan(logvar).any() or torch.isposinf(logvar).any():
        raise ValueError("logvar holds NaN or +inf")
    sigma = torch.exp(logvar)
    return mu + sigma * eps
