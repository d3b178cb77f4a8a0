"""The outer minus sign of the Gumbel noise is missing: g = log(-log u) instead of -log(-log u)."""

import torch
from torch import Tensor


def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    if tau <= 0 or tau != tau:
        raise ValueError("temperature must be > 0")
    if u.shape != logits.shape:
        raise ValueError("u and logits need the same shape")
    if bool((~((u > 0) & (u < 1))).any()):
        raise ValueError("u outside (0, 1)")
    perturbed = logits + torch.log(-torch.log(u))
    soft = torch.softmax(perturbed / tau, dim=-1)
    if not hard:
        return soft
    winner = perturbed.argmax(dim=-1, keepdim=True)
    onehot = torch.zeros_like(soft).scatter(-1, winner, 1.0)
    return onehot.detach() + soft - soft.detach()
