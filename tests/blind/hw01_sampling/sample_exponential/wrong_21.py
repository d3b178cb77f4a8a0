"""It uses -log(u) / rate, which has the right distribution but is the decreasing map, not the inverse CDF."""

import torch
from torch import Tensor


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must be in [0, 1)")
    if not (torch.isfinite(rate) & (rate > 0)).all():
        raise ValueError("rate must be positive and finite")
    # 1 - u is uniform as well, so we can save the subtraction
    return -torch.log(u) / rate
