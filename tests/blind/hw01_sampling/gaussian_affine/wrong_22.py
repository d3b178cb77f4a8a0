"""It shifts before it stretches, (mu + eps) * sigma, so that the mean is scaled as well."""

import torch
from torch import Tensor


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    if torch.isnan(sigma).any() or (sigma < 0).any():
        raise ValueError("bad sigma")
    try:
        torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError:
        raise ValueError("shapes do not fit together") from None
    shifted = mu + eps
    return shifted * sigma
