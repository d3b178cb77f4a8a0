"""It multiplies the squared error by the variance instead of dividing by it (wrong sign in the exponent)."""
import math

import torch
from torch import Tensor

LOG_2PI = math.log(2.0 * math.pi)


def _broadcasts_exactly(small: torch.Size, big: torch.Size) -> bool:
    try:
        return torch.broadcast_shapes(small, big) == big
    except RuntimeError:
        return False


def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    if x.dim() < 2:
        raise ValueError("x must be at least 2-D")
    if x.shape != mean.shape:
        raise ValueError("x and mean differ in shape")
    if not _broadcasts_exactly(logvar.shape, x.shape):
        raise ValueError("logvar does not fit x")
    precision = torch.exp(logvar)
    squared = (x - mean).pow(2) * precision
    log_density = -0.5 * (LOG_2PI + logvar + squared)
    axes = tuple(range(1, x.dim()))
    return log_density.sum(dim=axes).to(x.dtype)
