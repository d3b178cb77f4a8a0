"""It makes sigma with softplus(logvar), as for an unconstrained network output, instead of exp(logvar / 2)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape or mu.shape != eps.shape:
        raise ValueError("shapes must be the same")
    if torch.isnan(logvar).any() or torch.isposinf(logvar).any():
        raise ValueError("logvar holds NaN or +inf")
    sigma = F.softplus(logvar)
    return mu + sigma * eps
