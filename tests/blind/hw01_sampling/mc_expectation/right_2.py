"""Normals by the inverse CDF of torch.distributions, and the statistics module."""

import math
import statistics

import torch
from torch.distributions import Normal


def mc_expectation(f, mu, sigma, n, generator):
    if sigma < 0:
        raise ValueError("a standard deviation cannot be negative")
    if n < 2:
        raise ValueError("one draw has no standard deviation")
    u = torch.rand(n, dtype=torch.float64, generator=generator).clamp(min=2.0**-54)
    one = torch.ones((), dtype=torch.float64)
    z = mu + sigma * Normal(0 * one, one).icdf(u)
    fz = f(z).tolist()
    m = statistics.mean(fz)
    s = statistics.stdev(fz)
    return torch.tensor(m, dtype=torch.float64), torch.tensor(s / math.sqrt(n), dtype=torch.float64)
