"""It takes logvar for the logarithm of the standard deviation, so every variance is squared."""
import math
import torch


def check(x, mean, logvar):
    if x.dim() < 2:
        raise ValueError("x must be at least 2-D")
    if mean.shape != x.shape:
        raise ValueError("mean must have x's shape")
    try:
        shape = torch.broadcast_shapes(logvar.shape, x.shape)
    except RuntimeError as e:
        raise ValueError("logvar does not broadcast") from e
    if shape != x.shape:
        raise ValueError("logvar is bigger than x")


def gaussian_log_likelihood(x, mean, logvar):
    check(x, mean, logvar)
    std = logvar.exp()
    ll = -0.5 * ((x - mean) / std) ** 2 - logvar - 0.5 * math.log(2 * math.pi)
    return ll.flatten(1).sum(1).to(x.dtype)
