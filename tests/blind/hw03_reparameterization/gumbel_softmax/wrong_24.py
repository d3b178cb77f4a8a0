"""It returns the bare one-hot vector for hard=True, without the straight-through term, so that no gradient reaches the logits."""

import torch
from torch import Tensor


def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    if not (tau > 0):
        raise ValueError("tau")
    if u.size() != logits.size():
        raise ValueError("size")
    if (~((u > 0) & (u < 1))).any():
        raise ValueError("u")
    g = -torch.log(-torch.log(u))
    total = logits + g
    if hard:
        classes = torch.arange(logits.shape[-1])
        return (classes == total.argmax(dim=-1, keepdim=True)).to(logits.dtype)
    return torch.exp(torch.log_softmax(total / tau, dim=-1))
