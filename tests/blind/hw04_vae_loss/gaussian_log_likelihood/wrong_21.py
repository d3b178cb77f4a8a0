"""It takes logvar for the logarithm of the standard deviation, so the variance is exp(2 * logvar)."""
import math

import torch
from torch import Tensor


def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    if x.dim() < 2:
        raise ValueError("x must be at least 2-D")
    if mean.shape != x.shape:
        raise ValueError("mean must have the shape of x")
    try:
        logvar = logvar.expand(x.shape)
    except RuntimeError as err:
        raise ValueError("logvar does not broadcast to x") from err
    std = torch.exp(logvar)
    log_density = -0.5 * math.log(2 * math.pi) - logvar - 0.5 * ((x - mean) / std) ** 2
    return log_density.flatten(1).sum(1).to(x.dtype)
