"""It forgets the log-determinant and returns the density of the noise eps as the density of z."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    B, D = mu.shape
    if raw.shape != (B, D, D) or eps.shape != (B, D):
        raise ValueError("raw must be (B, D, D) and eps (B, D)")
    diag = F.softplus(torch.diagonal(raw, dim1=-2, dim2=-1))
    L = torch.tril(raw, diagonal=-1) + torch.diag_embed(diag)
    z = mu + (L @ eps.unsqueeze(-1)).squeeze(-1)
    logq = -0.5 * (eps**2).sum(dim=1) - 0.5 * D * math.log(2 * math.pi)
    return z, logq
