"""Functions to average over, as the checks hand them to `mc_expectation`."""

import torch


def constant(value):
    """f(z) = value, whatever z is."""
    return lambda z: 0 * z + value


def polynomial(coefficients):
    """f(z) = c_0 + c_1 z + c_2 z^2 + ... for coefficients (c_0, c_1, c_2, ...)."""
    return lambda z: sum(c * z**power for power, c in enumerate(coefficients))


def exponential(rate):
    """f(z) = exp(rate * z)."""
    return lambda z: torch.exp(rate * z)
