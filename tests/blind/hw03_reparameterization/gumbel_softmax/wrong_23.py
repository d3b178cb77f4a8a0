"""It writes the softmax out without subtracting the maximum, so that large logits or a small temperature give inf / inf = NaN."""

import torch
from torch import Tensor


def _softmax(a: Tensor) -> Tensor:
    e = torch.exp(a)
    return e / e.sum(dim=-1, keepdim=True)


def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    if tau <= 0:
        raise ValueError("the temperature must be positive")
    if logits.shape != u.shape:
        raise ValueError("logits and u must have the same shape")
    if not ((u > 0).all() and (u < 1).all()):
        raise ValueError("u must lie strictly between 0 and 1")
    perturbed = logits - torch.log(-torch.log(u))
    y = _softmax(perturbed / tau)
    if not hard:
        return y
    winner = perturbed.argmax(dim=-1, keepdim=True)
    y_hard = torch.zeros_like(y).scatter_(-1, winner, 1.0)
    return y_hard + (y - y.detach())
