"""It subtracts the first observation from a floating-point x in place, so that the caller's data are changed."""

import torch


def check(x):
    if x.dim() == 0 or x.shape[0] == 0:
        raise ValueError("need at least one observation along dimension 0")


def counts(x):
    """1, 2, ..., n, shaped so that it divides along dimension 0."""
    return torch.arange(1, x.shape[0] + 1, dtype=torch.float64).reshape(-1, *[1] * (x.dim() - 1))


def answer_dtype(x):
    return x.dtype if x.is_floating_point() else torch.float32


def running_mean(x):
    check(x)
    dtype = answer_dtype(x)
    x = x.to(dtype)
    first = x[:1].clone()
    x -= first
    return (first + x.double().cumsum(0) / counts(x)).to(dtype)
