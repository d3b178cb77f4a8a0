"""One observation at a time: yesterday's posterior is today's prior (a Kalman filter)."""

import math

import torch


def update(belief, measurement, noise):
    mean, variance = belief
    gain = variance / (variance + noise)
    return mean + gain * (measurement - mean), gain * noise


def gaussian_posterior(mu0, var0, x, var):
    if x.ndim != 1:
        raise ValueError("x is not one-dimensional")
    data = x.tolist()
    for number in (mu0, var0, var, *data):
        if not math.isfinite(number):
            raise ValueError("NaN or infinity")
    if min(var0, var) <= 0:
        raise ValueError("variances are positive")
    belief = (mu0, var0)
    for measurement in data:
        belief = update(belief, measurement, var)
    mean, variance = belief
    return torch.tensor(mean, dtype=x.dtype), torch.tensor(variance, dtype=x.dtype)
