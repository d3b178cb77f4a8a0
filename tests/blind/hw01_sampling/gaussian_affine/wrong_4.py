"""It insists on three equal shapes and so refuses arguments that broadcast."""

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
    if not mu.shape == sigma.shape == eps.shape:
        raise ValueError("mu, sigma and eps differ in shape")
    return mu + sigma * eps
