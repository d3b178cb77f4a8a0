"""It divides only the logits by the temperature and not the Gumbel noise: softmax(logits / tau + g)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    if not tau > 0:
        raise ValueError("tau must be positive")
    if logits.shape != u.shape:
        raise ValueError("shapes differ")
    if not ((u > 0) & (u < 1)).all():
        raise ValueError("u must be strictly between 0 and 1")
    g = -torch.log(-torch.log(u))
    y = F.softmax(logits / tau + g, dim=-1)
    if hard:
        k = (logits / tau + g).argmax(dim=-1)
        one_hot = F.one_hot(k, logits.shape[-1]).to(y.dtype)
        return one_hot + (y - y.detach())
    return y
