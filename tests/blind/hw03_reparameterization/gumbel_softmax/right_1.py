"""A torch.autograd.Function whose forward pass is one-hot and whose backward pass is the identity."""

import torch
from torch.nn import functional as F


class PretendSoft(torch.autograd.Function):
    @staticmethod
    def forward(ctx, soft, winner):
        return F.one_hot(winner, soft.shape[-1]).to(soft.dtype)

    @staticmethod
    def backward(ctx, grad):
        return grad, None


def gumbel_softmax(logits, u, tau, hard=False):
    if tau <= 0:
        raise ValueError("tau <= 0")
    if logits.shape != u.shape:
        raise ValueError("shapes differ")
    if not torch.logical_and(u.gt(0), u.lt(1)).all():
        raise ValueError("u is not strictly between 0 and 1")
    noisy = logits + torch.log(-torch.log(u)).neg()
    soft = F.softmax(noisy / tau, dim=-1)
    return PretendSoft.apply(soft, noisy.argmax(-1)) if hard else soft
