"""It gets JS from V + log 4, which assumes that both sums are exactly 1, so p = q in float32 does not give 0.

Not required by the contract: V = 2 JS - log 4 holds for sums of 1, and
the bound of 1e-12 on JS only as far as p and q sum to 1, which float32 ones do to about 1e-7.
"""
import math
import torch
from torch import xlogy


def check(p, q):
    if p.dim() != 1 or q.dim() != 1 or len(p) != len(q):
        raise ValueError("p and q must be one-dimensional and equally long")
    for t in (p, q):
        if (t < 0).any():
            raise ValueError("negative probability")
        if not abs(t.double().sum().item() - 1) <= 1e-4:
            raise ValueError("does not sum to 1")


def optimal_discriminator(p, q):
    check(p, q)
    P, Q = p.double(), q.double()
    total = P + Q
    nobody = total == 0
    total = total.masked_fill(nobody, 1.0)
    d = (P / total).masked_fill(nobody, 0.5)
    v = (xlogy(P, d) + xlogy(Q, Q / total)).sum()
    js = (v + math.log(4)).clamp(min=0) / 2
    return d.to(p.dtype), v.to(p.dtype), js.to(p.dtype)
