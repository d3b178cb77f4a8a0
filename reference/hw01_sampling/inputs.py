"""Inputs that several checks build in the same way."""

import torch


def put(tensor, value):
    """`tensor` with its last entry replaced."""
    changed = tensor.clone()
    changed.view(-1)[-1] = value
    return changed


def ones(*shape):
    """float64 ones."""
    return torch.ones(*shape, dtype=torch.float64)


def vector(*values):
    """A float64 tensor of these values."""
    return torch.tensor(values, dtype=torch.float64)


def uniforms(draw, weights, *shape):
    """Uniforms that stay clear of the class boundaries of `weights`."""
    edges = (weights.cumsum(0) / weights.sum()).tolist()
    return draw.uniform(*shape, avoid=edges, gap=1e-4)
