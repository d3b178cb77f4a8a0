"""It computes the variance as E[f^2] - E[f]^2, which cancels when the values are far larger than their spread."""

import math

import torch


def check(n, sigma):
    if n < 2:
        raise ValueError("n must be at least 2")
    if sigma < 0:
        raise ValueError("sigma must be >= 0")


def draws(mu, sigma, n, generator):
    return mu + sigma * torch.randn(n, dtype=torch.float64, generator=generator)


def mc_expectation(f, mu, sigma, n, generator):
    check(n, sigma)
    values = f(draws(mu, sigma, n, generator))
    mean = values.mean()
    variance = ((values**2).mean() - mean**2).clamp(min=0) * n / (n - 1)
    return mean, (variance / n).sqrt()
