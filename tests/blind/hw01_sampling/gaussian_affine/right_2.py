"""An AffineTransform from torch.distributions behind a checking decorator."""

import functools

import torch
from torch.distributions.transforms import AffineTransform


def careful(sampler):
    @functools.wraps(sampler)
    def wrapper(mu, sigma, eps):
        try:
            mu, sigma, eps = torch.broadcast_tensors(mu, sigma, eps)
        except RuntimeError:
            raise ValueError(
                f"{tuple(mu.shape)}, {tuple(sigma.shape)}, {tuple(eps.shape)} do not fit together"
            ) from None
        if sigma.isnan().any() or sigma.lt(0).any():
            raise ValueError("sigma must be >= 0")
        return sampler(mu, sigma, eps)

    return wrapper


@careful
def gaussian_affine(mu, sigma, eps):
    return AffineTransform(loc=mu, scale=sigma)(eps)
