"""It keeps the raw diagonal in the lower triangle (tril without -1) and adds the softplus on top, so L_ii is raw_ii + softplus(raw_ii)."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    if mu.ndim != 2 or raw.ndim != 3 or eps.ndim != 2:
        raise ValueError("wrong number of dimensions")
    B, D = mu.shape
    if tuple(raw.shape) != (B, D, D) or tuple(eps.shape) != (B, D):
        raise ValueError("wrong shapes")
    scale = F.softplus(raw.diagonal(dim1=1, dim2=2))
    L = raw.tril() + torch.diag_embed(scale)
    z = mu + torch.einsum("bij,bj->bi", L, eps)
    logq = -0.5 * (eps * eps).sum(1) - torch.log(scale).sum(1)
    logq = logq - D / 2 * math.log(2 * math.pi)
    return z, logq
