"""It solves density(x) = u for x, that is rate * exp(-rate * x) = u, instead of inverting the CDF."""

import torch
from torch import Tensor


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & torch.isfinite(rate)).all():
        raise ValueError("rate must be positive and finite")
    # u = rate * exp(-rate x)  =>  log u = log rate - rate x
    return (torch.log(rate) - torch.log(u)) / rate
