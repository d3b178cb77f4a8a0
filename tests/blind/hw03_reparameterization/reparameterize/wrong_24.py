"""It computes sigma under no_grad, so that no gradient flows to logvar."""

import torch
from torch import Tensor


@torch.no_grad()
def _std(logvar: Tensor) -> Tensor:
    if torch.isnan(logvar).any() or torch.isposinf(logvar).any():
        raise ValueError("logvar")
    return torch.exp(0.5 * logvar)


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape or logvar.shape != eps.shape:
        raise ValueError("shapes differ")
    return mu + _std(logvar) * eps
