"""It returns the standard deviation of single values and forgets to divide by sqrt(n)."""

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
    centred = values - values[0]
    return values[0] + centred.mean(), centred.std()
