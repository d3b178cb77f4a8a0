"""It returns the average of KL(p || q) and KL(q || p) as the Jensen-Shannon divergence, instead of comparing each with the mixture."""
import torch
from torch import Tensor


def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if p.dim() != 1 or q.dim() != 1 or len(p) != len(q):
        raise ValueError("p and q must be (K,)")
    for dist in (p, q):
        if (dist < 0).any():
            raise ValueError("negative probability")
        if not abs(dist.sum().item() - 1) <= 1e-4:
            raise ValueError("probabilities must add up to 1")
    q = q.to(p.dtype)
    total = p + q
    empty = total == 0
    safe = torch.where(empty, torch.ones_like(total), total)
    d = torch.where(empty, torch.full_like(p, 0.5), p / safe)
    v = (torch.xlogy(p, d) + torch.xlogy(q, q / safe)).sum()

    def kl(a: Tensor, b: Tensor) -> Tensor:
        here = a > 0
        return (a[here] * (a[here].log() - b[here].log())).sum()

    js = 0.5 * kl(p, q) + 0.5 * kl(q, p)
    return d, v, js
