"""It computes log(1 - u) instead of log1p(-u), so that very small uniforms lose their digits or give 0."""

import torch
from torch import Tensor


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    if torch.isnan(u).any() or torch.isnan(rate).any():
        raise ValueError("NaN in the arguments")
    if (u < 0).any() or (u >= 1).any():
        raise ValueError("u must lie in [0, 1)")
    if (rate <= 0).any() or torch.isinf(rate).any():
        raise ValueError("rate must be positive and finite")
    survival = 1 - u
    return -torch.log(survival) / rate
