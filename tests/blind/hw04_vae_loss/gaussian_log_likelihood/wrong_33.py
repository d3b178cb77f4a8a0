"""It sums the log-variance over logvar's own entries without expanding it first, so a logvar that is broadcast (0-dim or with size-1 dimensions) is not counted once for every entry of x."""
import math

import torch
from torch import Tensor


def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    if x.dim() < 2 or mean.shape != x.shape:
        raise ValueError("x must be at least 2-D and mean of the same shape")
    try:
        target = torch.broadcast_shapes(x.shape, logvar.shape)
    except RuntimeError as err:
        raise ValueError("logvar cannot be broadcast") from err
    if target != x.shape:
        raise ValueError("logvar is larger than x")

    n = x.shape[1:].numel()
    # Mahalanobis term
    maha = ((x - mean) ** 2 / logvar.exp()).flatten(1).sum(1)
    # log determinant of the covariance
    if logvar.dim() < x.dim():
        logdet = logvar.sum()
    else:
        logdet = logvar.flatten(1).sum(1)
    return (-0.5 * (n * math.log(2 * math.pi) + logdet + maha)).to(x.dtype)
