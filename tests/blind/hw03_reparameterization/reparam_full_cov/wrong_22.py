"""It multiplies eps from the left, eps^T L, which applies L^T instead of L to the noise."""

import math

import torch
from torch import Tensor


def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    if mu.ndim != 2 or eps.shape != mu.shape or raw.shape != (*mu.shape, mu.shape[-1]):
        raise ValueError("shapes must be (B, D), (B, D, D), (B, D)")
    D = mu.shape[1]
    d = torch.diagonal(raw, dim1=1, dim2=2)
    d = torch.logaddexp(d, torch.zeros_like(d))
    L = raw.tril(-1) + torch.diag_embed(d)
    z = mu + torch.einsum("bj,bji->bi", eps, L)
    logq = -0.5 * eps.square().sum(-1) - d.log().sum(-1) - D / 2 * math.log(2 * math.pi)
    return z, logq
