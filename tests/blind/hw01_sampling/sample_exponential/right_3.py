"""A power series for small u and the plain logarithm for the rest, in float64."""

import torch


def minus_log_one_minus(u):
    """u + u^2/2 + u^3/3 + ... for small u, -log(1 - u) otherwise."""
    series = torch.zeros_like(u)
    for power in range(8, 0, -1):  # Horner
        series = (series + 1 / power) * u
    return torch.where(u < 1e-3, series, -torch.log(1 - u))


def sample_exponential(u, rate):
    ok_u = torch.logical_and(u >= 0, u < 1)
    ok_rate = torch.logical_and(rate > 0, rate < float("inf"))
    if not ok_u.all():
        raise ValueError("u outside [0, 1)")
    if not ok_rate.all():
        raise ValueError("rate must be > 0 and finite")
    return (minus_log_one_minus(u.double()) / rate.double()).to(u.dtype)
