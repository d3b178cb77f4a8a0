"""It only checks that x and logvar can be broadcast together, so a logvar that is larger than x is not refused."""
import math

import torch
from torch import Tensor


def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    if x.dim() < 2:
        raise ValueError("x needs a batch dimension and at least one more")
    if x.shape != mean.shape:
        raise ValueError(f"mean is {tuple(mean.shape)}, x is {tuple(x.shape)}")
    try:
        torch.broadcast_shapes(x.shape, logvar.shape)
    except RuntimeError:
        raise ValueError("logvar does not broadcast to x's shape")

    per_entry = math.log(2 * math.pi) + logvar + (x - mean).square() / logvar.exp()
    return (-0.5 * per_entry.sum(dim=list(range(1, per_entry.dim())))).to(x.dtype)
