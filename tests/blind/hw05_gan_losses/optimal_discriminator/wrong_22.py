"""It solves V = 2 JS - log 4 wrongly for JS: it halves V and then adds all of log 4."""
import math

import torch
from torch import Tensor


def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if p.ndim != 1 or q.ndim != 1:
        raise ValueError("p and q must be one-dimensional")
    if p.shape != q.shape:
        raise ValueError("p and q differ in length")
    if torch.any(p < 0) or torch.any(q < 0):
        raise ValueError("negative entry")
    if abs(float(p.sum()) - 1) > 1e-4 or abs(float(q.sum()) - 1) > 1e-4:
        raise ValueError("sum is not 1")
    d = torch.empty_like(p)
    v = torch.zeros((), dtype=p.dtype)
    for k in range(len(p)):
        pk, qk = p[k], q[k]
        if pk + qk == 0:
            d[k] = 0.5
            continue
        d[k] = pk / (pk + qk)
        if pk > 0:
            v = v + pk * torch.log(d[k])
        if qk > 0:
            v = v + qk * torch.log(qk / (pk + qk))
    js = v / 2 + math.log(4)
    return d, v.to(p.dtype), js.to(p.dtype)
