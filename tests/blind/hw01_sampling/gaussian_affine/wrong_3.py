"""A NaN in sigma gets through, because the comparison sigma < 0 is false for NaN."""

import torch


def gaussian_affine(mu, sigma, eps):
    if (sigma < 0).any():
        raise ValueError("sigma must not be negative")
    try:
        torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError as error:
        raise ValueError("the shapes do not broadcast") from error
    return mu + sigma * eps
