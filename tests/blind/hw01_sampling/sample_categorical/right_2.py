"""Throws the empty classes out first, then counts how many borders each u has passed."""

import math

import torch


def sample_categorical(weights, u):
    if torch.isnan(weights).any() or torch.isinf(weights).any() or (weights < 0).any():
        raise ValueError("bad weights")
    alive = torch.nonzero(weights).squeeze(1)
    if len(alive) == 0:
        raise ValueError("all weights are zero")
    if torch.isnan(u).any() or (u < 0).any() or (u >= 1).any():
        raise ValueError("bad uniforms")
    w = weights[alive].double()
    _, exponent = math.frexp(float(w.max()))
    w = w * 2.0 ** -max(exponent, 0)  # exact, and the sum of huge weights cannot overflow
    cdf = torch.cumsum(w, 0) / w.sum()
    # the last border is left out: everything beyond the others belongs to the last live class
    passed = (u.double().unsqueeze(-1) >= cdf[:-1]).sum(dim=-1)
    return alive[passed]
