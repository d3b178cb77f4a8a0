"""It adds 1e-8 to the denominator of D*, so D* is wrong for tiny probabilities and 0 instead of 1/2 where both are 0."""
import torch
from torch import Tensor


def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    for t in (p, q):
        if t.dim() != 1:
            raise ValueError("need vectors")
    if p.numel() != q.numel():
        raise ValueError("p and q must have the same length")
    if p.numel() == 0 or p.min() < 0 or q.min() < 0:
        raise ValueError("probabilities must be non-negative")
    if (p.sum() - 1).abs() > 1e-4 or (q.sum() - 1).abs() > 1e-4:
        raise ValueError("probabilities must sum to 1")
    d = p / (p + q + 1e-8)
    m = (p + q) / 2

    def kl_to_mixture(a: Tensor) -> Tensor:
        ratio = torch.where(a > 0, a / m, torch.ones_like(a))
        return (a * ratio.log()).sum()

    kl_p, kl_q = kl_to_mixture(p), kl_to_mixture(q)
    js = 0.5 * (kl_p + kl_q)
    v = 2 * js - torch.log(torch.tensor(4.0, dtype=p.dtype))
    return d.to(p.dtype), v.to(p.dtype), js.to(p.dtype)
