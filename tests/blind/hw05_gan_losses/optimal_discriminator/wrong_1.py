"""It adds 1e-8 to the denominator, so D* is far too small where both probabilities are tiny (and 0 where both are 0)."""
import math
import torch


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
    d = P / (P + Q + 1e-8)
    m = (P + Q) / 2
    js = 0.5 * (torch.xlogy(P, P / m.clamp(min=1e-300)) + torch.xlogy(Q, Q / m.clamp(min=1e-300))).sum()
    v = 2 * js - math.log(4)
    return d.to(p.dtype), v.to(p.dtype), js.to(p.dtype)
