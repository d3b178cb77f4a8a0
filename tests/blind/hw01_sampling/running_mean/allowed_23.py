"""It adds the raw observations up in their own precision (float32), so the averages lose digits for observations far from zero.

Not required by the contract: what float32 rounds, relative to the observations, may be lost.
"""

import torch
from torch import Tensor


def running_mean(x: Tensor) -> Tensor:
    if x.dim() == 0:
        raise ValueError("x is a single number")
    if x.size(0) == 0:
        raise ValueError("x has no observations")
    if not x.dtype.is_floating_point:
        x = x.float()
    counts = torch.arange(1, x.size(0) + 1, dtype=x.dtype, device=x.device)
    counts = counts.view(-1, *[1] * (x.dim() - 1))
    return x.cumsum(dim=0) / counts
