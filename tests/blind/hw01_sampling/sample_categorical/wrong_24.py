"""It returns a flat vector of indices whatever the shape of u, because it never undoes the flattening."""

import bisect

import torch
from torch import Tensor


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    w = weights.tolist()
    if any(not (0 <= v < float("inf")) for v in w) or max(w, default=0) <= 0:
        raise ValueError("bad weights")
    draws = u.flatten().tolist()
    if any(not (0 <= v < 1) for v in draws):
        raise ValueError("u not in [0, 1)")
    cum, running = [], 0.0
    for v in w:
        running += v
        cum.append(running)
    shares = [c / running for c in cum]
    last = max(i for i, v in enumerate(w) if v > 0)
    picks = [min(bisect.bisect_right(shares, v), last) for v in draws]
    return torch.tensor(picks, dtype=torch.int64)
