"""It adds the constant log(2 pi) once per example instead of once for every entry of the example."""
import math

import torch
from torch import Tensor


def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    if x.ndim < 2:
        raise ValueError("x needs a batch dimension and at least one more")
    if mean.shape != x.shape:
        raise ValueError("mean must look like x")
    try:
        logvar = logvar.expand(x.shape)
    except RuntimeError:
        raise ValueError("logvar does not broadcast to x") from None
    per_entry = logvar + (x - mean) ** 2 * torch.exp(-logvar)
    total = per_entry.flatten(start_dim=1).sum(dim=1)
    return (-0.5 * (math.log(2 * math.pi) + total)).to(x.dtype)
