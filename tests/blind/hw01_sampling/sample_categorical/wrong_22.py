"""It searches with u <= cumulative share, so that a u exactly on a boundary stays in the earlier class."""

import torch
from torch import Tensor


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    if not torch.isfinite(weights).all():
        raise ValueError("weights must be finite")
    if (weights < 0).any() or (weights == 0).all():
        raise ValueError("weights must be >= 0 and not all zero")
    if torch.isnan(u).any() or (u < 0).any() or (u >= 1).any():
        raise ValueError("u must be in [0, 1)")
    cdf = weights.double().cumsum(0)
    cdf = cdf / cdf[-1]
    last = int(torch.nonzero(weights)[-1])
    k = torch.searchsorted(cdf, u.double().contiguous())
    return k.clamp(max=last)
