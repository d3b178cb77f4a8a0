"""Its divergence is the average of KL(p || q) and KL(q || p), which has no mixture in it and no ceiling."""
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
    s = P + Q
    d = torch.where(s > 0, P / s, 0.5)
    e = torch.where(s > 0, Q / s, 0.5)
    v = (torch.xlogy(P, d) + torch.xlogy(Q, e)).sum()
    js = 0.5 * (torch.xlogy(P, d / e) + torch.xlogy(Q, e / d)).sum()
    return d.to(p.dtype), v.to(p.dtype), js.to(p.dtype)
