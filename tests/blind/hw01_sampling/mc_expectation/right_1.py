"""Box-Muller by hand, and math.fsum for the averages."""

import math

import torch


def box_muller(n, generator):
    radius = torch.sqrt(-2 * torch.log1p(-torch.rand(n, dtype=torch.float64, generator=generator)))
    angle = 2 * math.pi * torch.rand(n, dtype=torch.float64, generator=generator)
    return radius * torch.cos(angle)


def mc_expectation(f, mu, sigma, n, generator):
    if n < 2 or sigma < 0:
        raise ValueError("need n >= 2 and sigma >= 0")
    values = f(mu + sigma * box_muller(n, generator)).tolist()
    anchor = values[0]
    gaps = [v - anchor for v in values]
    average = math.fsum(gaps) / n
    scatter = math.fsum((g - average) ** 2 for g in gaps) / (n - 1)
    number = lambda a: torch.tensor(a, dtype=torch.float64)
    return number(anchor + average), number(math.sqrt(scatter / n))
