"""It takes sigma for a variance and multiplies the noise by its square root."""

import torch
from torch import Tensor


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    if not bool((sigma >= 0).all()):
        raise ValueError("sigma must be non-negative")
    try:
        mu, sigma, eps = torch.broadcast_tensors(mu, sigma, eps)
    except RuntimeError as error:
        raise ValueError("shapes do not broadcast") from error
    return mu + torch.sqrt(sigma) * eps
