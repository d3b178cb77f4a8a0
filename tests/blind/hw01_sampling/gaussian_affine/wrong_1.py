"""It takes the square root of sigma, as if sigma were a variance."""

import torch


def check(mu, sigma, eps):
    try:
        torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError as error:
        raise ValueError("the shapes do not broadcast") from error
    if not (sigma >= 0).all():
        raise ValueError("sigma holds a negative entry or NaN")


def gaussian_affine(mu, sigma, eps):
    check(mu, sigma, eps)
    return mu + sigma.sqrt() * eps
