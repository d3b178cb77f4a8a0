"""It sums logvar before broadcasting it, so a shared variance is counted once and not once per entry."""
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
    n = x[0].numel()
    square = ((x - mean) ** 2 / logvar.exp()).flatten(1).sum(1)
    if logvar.shape == x.shape:
        logs = logvar.flatten(1).sum(1)
    else:
        logs = logvar.sum()
    return (-0.5 * (n * math.log(2 * math.pi) + logs + square)).to(x.dtype)
