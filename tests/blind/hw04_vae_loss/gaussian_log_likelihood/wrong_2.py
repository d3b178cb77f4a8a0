"""It averages over the entries of an example where the log-densities have to be summed."""
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
    ll = -0.5 * (math.log(2 * math.pi) + logvar + (x - mean) ** 2 * torch.exp(-logvar))
    return ll.flatten(1).mean(1).to(x.dtype)
