"""It calls f twice, on fresh draws each time, once for the average and once for the error."""

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
    others = f(draws(mu, sigma, n, generator))
    mean = values[0] + (values - values[0]).mean()
    return mean, (others - others[0]).std() / math.sqrt(n)
