"""It adds the Gumbel noise to the probabilities softmax(logits) instead of to the logits."""

import torch
from torch import Tensor


def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    if not tau > 0:
        raise ValueError("tau must be positive")
    if logits.shape != u.shape:
        raise ValueError("shapes differ")
    if not ((u > 0) & (u < 1)).all():
        raise ValueError("u must be strictly between 0 and 1")
    g = -torch.log(-torch.log(u))
    noisy = torch.softmax(logits, dim=-1) + g
    y = torch.softmax(noisy / tau, dim=-1)
    if not hard:
        return y
    one_hot = torch.zeros_like(y).scatter(-1, noisy.argmax(-1, keepdim=True), 1.0)
    return one_hot - y.detach() + y
