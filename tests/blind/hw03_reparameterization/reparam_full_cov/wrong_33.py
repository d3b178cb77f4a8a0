"""Its softplus max(x, 0) + log(1 + exp(-|x|)) does not overflow but uses log(1 + ...) instead of log1p, so it loses its digits for x near -30 (or gives 0 in float32)."""

import math

import torch
from torch import Tensor


def softplus(x: Tensor) -> Tensor:
    return torch.clamp(x, min=0) + torch.log(1 + torch.exp(-x.abs()))


def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    if mu.dim() != 2:
        raise ValueError("mu must have shape (B, D)")
    batch, dim = mu.shape
    if eps.shape != (batch, dim):
        raise ValueError("eps must have shape (B, D)")
    if raw.shape != (batch, dim, dim):
        raise ValueError("raw must have shape (B, D, D)")
    d = softplus(torch.diagonal(raw, dim1=-2, dim2=-1))
    strictly_lower = torch.tril(raw, diagonal=-1)
    z = mu + (strictly_lower @ eps[:, :, None])[:, :, 0] + d * eps
    const = 0.5 * dim * math.log(2 * math.pi)
    return z, -0.5 * eps.pow(2).sum(-1) - d.log().sum(-1) - const
