"""It puts a 0 in front of the cumulative sums as the first edge and forgets to subtract 1 from the position found, so every class comes out one too high (the last one is clamped)."""

import torch
from torch import Tensor


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    if torch.isnan(weights).any() or torch.isinf(weights).any() or (weights < 0).any():
        raise ValueError("bad weights")
    if weights.sum() == 0:
        raise ValueError("all weights are zero")
    if torch.isnan(u).any() or (u < 0).any() or (u >= 1).any():
        raise ValueError("bad u")
    w = weights.double()
    edges = torch.cat([torch.zeros(1, dtype=torch.float64), torch.cumsum(w, 0) / w.sum()])
    last = int(torch.nonzero(w > 0).max())
    k = (u.double().unsqueeze(-1) >= edges).sum(dim=-1)
    return torch.clamp(k, max=last)
