"""Plain Python: math.log1p in a list comprehension."""

import math

import torch


def sample_exponential(u, rate):
    heights, rates = torch.broadcast_tensors(u, rate)
    # look at the arguments themselves: broadcasting against an empty one would hide bad entries
    for h in u.flatten().tolist():
        if math.isnan(h) or h < 0 or h >= 1:
            raise ValueError(f"{h} is not in [0, 1)")
    for r in rate.flatten().tolist():
        if not math.isfinite(r) or r <= 0:
            raise ValueError(f"{r} is not a rate")
    pairs = zip(heights.flatten().tolist(), rates.flatten().tolist())
    waits = [-math.log1p(-h) / r for h, r in pairs]
    return torch.tensor(waits, dtype=u.dtype).reshape(heights.shape)
