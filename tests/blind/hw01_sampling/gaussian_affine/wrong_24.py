"""It lifts sigma to at least 1e-6 "for stability", so that where sigma is 0 the answer is not exactly mu."""

import torch
from torch import Tensor

MIN_STD = 1e-6


def _check(mu: Tensor, sigma: Tensor, eps: Tensor) -> None:
    if not torch.all(sigma >= 0):
        raise ValueError("sigma has a negative or NaN entry")
    try:
        torch.broadcast_tensors(mu, sigma, eps)
    except RuntimeError as err:
        raise ValueError("cannot broadcast mu, sigma and eps") from err


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    _check(mu, sigma, eps)
    return mu + sigma.clamp(min=MIN_STD) * eps
