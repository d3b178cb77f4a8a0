"""It adds 1e-10 inside both logarithms, which bends the noise for u close to 0 or 1."""

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
    gumbel = -torch.log(-torch.log(u + 1e-10) + 1e-10)
    noisy = logits + gumbel
    y = torch.softmax(noisy / tau, dim=-1)
    return one_hot(noisy.detach()) + y - y.detach() if hard else y
