"""It builds torch.distributions.Normal, whose validation raises ValueError for sigma = 0, where the answer should be mu."""

import torch
from torch import Tensor
from torch.distributions import Normal


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    try:
        shape = torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError as e:
        raise ValueError(f"cannot broadcast: {e}")
    # Normal raises ValueError itself when the scale is negative or NaN
    dist = Normal(mu.expand(shape), sigma.expand(shape), validate_args=True)
    return dist.loc + dist.scale * eps
