"""It compares the sums with 1 by torch.allclose's own tolerance of about 1e-5, so distributions that miss 1 by less than 1e-4 are refused."""
import torch
from torch import Tensor


def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if p.dim() != 1 or q.dim() != 1 or p.shape != q.shape:
        raise ValueError("p and q must be vectors of one length")
    if (p < 0).any() or (q < 0).any():
        raise ValueError("negative probabilities")
    one = torch.ones((), dtype=torch.float64)
    if not torch.allclose(p.double().sum(), one) or not torch.allclose(q.double().sum(), one):
        raise ValueError("p and q must sum to 1")
    pd, qd = p.double(), q.double()
    both = pd + qd
    d = torch.where(both > 0, pd / both, 0.5)
    e = torch.where(both > 0, qd / both, 0.5)
    v = (torch.special.xlogy(pd, d) + torch.special.xlogy(qd, e)).sum()
    js = 0.5 * (torch.special.xlogy(pd, 2 * d) + torch.special.xlogy(qd, 2 * e)).sum()
    return d.to(p.dtype), v.to(p.dtype), js.to(p.dtype)
