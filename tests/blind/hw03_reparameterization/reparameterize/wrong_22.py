"""It puts the division by 2 outside the exponential, exp(logvar) / 2 instead of exp(logvar / 2)."""

import torch
from torch import Tensor


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape or mu.shape != eps.shape:
        raise ValueError("mu, logvar and eps must have one shape")
    if not torch.all(logvar < float("inf")):
        raise ValueError("logvar must be < inf and not NaN")
    return torch.addcmul(mu, logvar.exp() / 2, eps)
