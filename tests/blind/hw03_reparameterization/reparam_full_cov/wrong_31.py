"""The quadratic term of log q uses ||z - mu||^2, as if z had unit covariance, instead of ||eps||^2."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    if mu.dim() != 2 or eps.shape != mu.shape:
        raise ValueError("mu and eps must be (B, D)")
    B, D = mu.shape
    if raw.shape != (B, D, D):
        raise ValueError("raw must be (B, D, D)")
    diag = F.softplus(torch.diagonal(raw, dim1=-2, dim2=-1))
    L = torch.tril(raw, diagonal=-1) + torch.diag_embed(diag)
    z = mu + torch.matmul(L, eps.unsqueeze(-1)).squeeze(-1)
    quad = ((z - mu) ** 2).sum(dim=-1)
    logq = -0.5 * quad - diag.log().sum(dim=-1) - 0.5 * D * math.log(2 * math.pi)
    return z, logq
