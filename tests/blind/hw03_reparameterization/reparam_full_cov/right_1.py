"""vmap over the batch of a function for one example, softplus by logaddexp."""

import math

import torch
from torch.func import vmap


def one_example(mu, raw, eps):
    d = torch.diagonal(raw)
    stretch = torch.logaddexp(d, torch.zeros_like(d))
    lower = torch.tril(raw, diagonal=-1)
    z = mu + lower @ eps + stretch * eps
    logq = -(eps @ eps) / 2 - torch.log(stretch).sum() - len(eps) / 2 * math.log(2 * math.pi)
    return z, logq


def reparam_full_cov(mu, raw, eps):
    if mu.ndim != 2 or raw.ndim != 3 or eps.ndim != 2:
        raise ValueError("need two, three and two dimensions")
    B, D = mu.shape
    if raw.shape != (B, D, D) or eps.shape != (B, D):
        raise ValueError("sizes do not fit")
    return vmap(one_example)(mu, raw, eps)
