"""It lines the shapes up from the left (it appends dimensions of size 1 at the end) instead of from the right, as broadcasting does."""

import torch
from torch import Tensor


def _pad(t: Tensor, ndim: int) -> Tensor:
    while t.dim() < ndim:
        t = t.unsqueeze(-1)
    return t


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    if not bool((sigma >= 0).all()):
        raise ValueError("negative or NaN sigma")
    ndim = max(mu.dim(), sigma.dim(), eps.dim())
    mu, sigma, eps = (_pad(t, ndim) for t in (mu, sigma, eps))
    try:
        torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError:
        raise ValueError("shapes do not broadcast")
    return mu + sigma * eps
