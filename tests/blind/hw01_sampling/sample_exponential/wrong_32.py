"""It lost the minus sign inside the logarithm together with the one in front: log(1 + u) / rate instead of -log(1 - u) / rate."""

import torch
from torch import Tensor


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    bad_u = torch.isnan(u) | (u < 0) | (u >= 1)
    bad_rate = ~torch.isfinite(rate) | (rate <= 0)
    if bad_u.any():
        raise ValueError("u outside [0, 1)")
    if bad_rate.any():
        raise ValueError("rates must be finite and > 0")
    # log1p keeps its digits for tiny u
    return torch.log1p(u) / rate
