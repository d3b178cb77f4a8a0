"""It mis-copies the constant of the value, V = 2 JS - log 2 instead of 2 JS - log 4."""
import math

import torch
from torch import Tensor


def _kl(a: Tensor, m: Tensor) -> Tensor:
    inside = a > 0
    ratio = torch.where(inside, a, torch.ones_like(a)) / torch.where(inside, m, torch.ones_like(m))
    return (a * torch.log(ratio)).sum()


def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if p.ndim != 1 or q.ndim != 1 or p.shape != q.shape:
        raise ValueError("p and q must be vectors of one length")
    for dist in (p, q):
        if not (dist >= 0).all():
            raise ValueError("negative entries")
        if not abs(float(dist.double().sum()) - 1) <= 1e-4:
            raise ValueError("does not sum to 1")
    a, b = p.double(), q.double()
    both = a + b
    empty = both == 0
    d = torch.where(empty, torch.full_like(a, 0.5), a / torch.where(empty, torch.ones_like(a), both))
    m = both / 2
    js = (0.5 * _kl(a, m) + 0.5 * _kl(b, m)).clamp(0, math.log(2))
    v = 2 * js - math.log(2)
    return d.to(p.dtype), v.to(p.dtype), js.to(p.dtype)
