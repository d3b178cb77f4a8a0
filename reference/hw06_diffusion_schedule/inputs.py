"""Inputs that checks of several questions share."""

import torch


def betas(draw, n):
    """Noise of n steps, in (0, 1)."""
    return draw.uniform(n, low=0.02, high=0.4)


def alpha_bar(draw, n):
    """Share of signal left after each of n steps, strictly decreasing in (0, 1)."""
    return torch.cumprod(1 - betas(draw, n), dim=0)


def steps(draw, batch, n):
    """A step in 0..n-1 for each example, no two alike."""
    return draw.permutation(n)[:batch]


def replaced(values, index, value):
    """`values` with one entry exchanged."""
    changed = values.clone()
    changed[index] = value
    return changed


def exact(*values):
    """A float64 tensor of the given numbers."""
    return torch.tensor(values, dtype=torch.float64)


def misfits(call, x, other, t, values):
    """What `call(x, other, t, values)` does when one of the four shapes does not fit."""
    return (
        call(x, other[:, :-1], t, values),
        call(x, other[:1], t, values),
        call(x, other, t[:-1], values),
        call(x, other, t[:1], values),
        call(x, other, t[:, None], values),
        call(x, other, t, values[:, None]),
    )


def misplaced(call, t, n):
    """What `call(t)` does when t holds a step outside 0..n-1, or is no integer."""
    return (
        call(replaced(t, 0, n)),
        call(replaced(t, 1, -1)),
        call(t.to(torch.float64)),
    )
