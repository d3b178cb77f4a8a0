"""It does not reject NaN in sigma, because a comparison with NaN is False."""

import torch
from torch import Tensor


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    if (sigma < 0).any():
        raise ValueError("standard deviations can't be negative")
    try:
        shape = torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError as e:
        raise ValueError(str(e)) from e
    z = mu + sigma * eps
    assert z.shape == shape
    return z
