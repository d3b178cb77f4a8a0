"""With hard=True the one-hot vector comes without the straight-through term, so that no gradient reaches the logits."""

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
    noisy = logits - torch.log(-torch.log(u))
    if hard:
        return one_hot(noisy.detach()) + 0 * noisy.sum()
    return torch.softmax(noisy / tau, dim=-1)
