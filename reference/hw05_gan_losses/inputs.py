"""Inputs that checks of several questions share."""

import torch


def spoilt(values):
    """`values` with NaN as its last entry."""
    return torch.cat([values[:-1], torch.full_like(values[-1:], torch.nan)])


def nothing(values):
    """As many rows as `values` has, and no element in any."""
    return values[:, None][:, :0]


def weight(draw):
    """A cotangent of a 0-dim output, away from 0."""
    return draw.uniform(low=0.5, high=2.0)
