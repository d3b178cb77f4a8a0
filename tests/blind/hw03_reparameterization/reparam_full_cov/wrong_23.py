"""It computes softplus literally as log(1 + exp(x)), which overflows for large entries and loses the digits of very negative ones."""

import math

import torch
from torch import Tensor


def _softplus(x: Tensor) -> Tensor:
    return torch.log(1 + torch.exp(x))


def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    if mu.dim() != 2 or raw.dim() != 3 or eps.dim() != 2:
        raise ValueError("wrong number of dimensions")
    B, D = mu.shape
    if tuple(raw.shape) != (B, D, D) or tuple(eps.shape) != (B, D):
        raise ValueError("wrong sizes")
    diagonal = _softplus(raw.diagonal(dim1=-2, dim2=-1))
    L = torch.tril(raw, -1) + torch.diag_embed(diagonal)
    z = mu + torch.bmm(L, eps[:, :, None])[:, :, 0]
    logq = (
        -0.5 * (eps * eps).sum(1)
        - torch.log(diagonal).sum(1)
        - 0.5 * D * math.log(2 * math.pi)
    )
    return z, logq
