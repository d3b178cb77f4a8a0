"""Without any softmax: each entry is 1 / sum_j exp(a_j - a_k), by a logsumexp over pairs."""

import torch


def gumbel_softmax(logits, u, tau, hard=False):
    if not tau > 0:
        raise ValueError("the temperature must be positive")
    if list(logits.shape) != list(u.shape):
        raise ValueError(f"{list(logits.shape)} is not {list(u.shape)}")
    if (u <= 0).any() or (u >= 1).any() or u.isnan().any():
        raise ValueError("u must lie in (0, 1)")
    a = (logits - torch.log(-torch.log(u))) / tau
    pairs = a.unsqueeze(-2) - a.unsqueeze(-1)  # entry (k, j) is a_j - a_k
    y = torch.exp(-torch.logsumexp(pairs, dim=-1))
    if not hard:
        return y
    best = (logits - torch.log(-torch.log(u))).max(dim=-1, keepdim=True).indices
    classes = torch.arange(logits.shape[-1])
    return torch.where(classes == best, 1.0, 0.0).to(y.dtype) + (y - y.detach())
