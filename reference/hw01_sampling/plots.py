"""What feedback pages draw: an average that settles, and draws beside their density.

Noise is public: evenly spaced quantiles, or a generator with a fixed seed.
"""

import math

import torch

from autograder.assignment import Curve, Histogram

from . import gaussian_affine, running_mean, sample_exponential, sample_gmm

_FLIPS = 120
_EVEN = (torch.arange(500, dtype=torch.float64) + 0.5) / 500


def _normal(x, mean, std):
    return math.exp(-(((x - mean) / std) ** 2) / 2) / (std * math.sqrt(2 * math.pi))


@running_mean.plot(Curve(range(1, _FLIPS + 1), "flips", "share of heads"))
def share_of_heads(impl):
    """The share of heads after each of 120 flips of a fair coin: it wanders, then settles."""
    flips = torch.rand(_FLIPS, generator=torch.Generator().manual_seed(10)) < 0.5
    return impl.running_mean(flips.to(torch.float64))


@gaussian_affine.plot(Histogram(-7, 9, lambda z: _normal(z, 1, 2), "z"))
def draws_with_mean_1_and_sigma_2(impl):
    """500 evenly spread normal quantiles, moved to mean 1 and standard deviation 2."""
    eps = torch.special.ndtri(_EVEN)
    return impl.gaussian_affine(torch.ones(500), torch.full((500,), 2.0), eps)


@sample_exponential.plot(
    Histogram(0, 2.4, lambda x: 2 * math.exp(-2 * x) if x >= 0 else 0.0, "waiting time")
)
def waiting_times_at_rate_2(impl):
    """500 waiting times at two events a minute, made from evenly spread u."""
    return impl.sample_exponential(_EVEN, torch.tensor(2.0))


@sample_gmm.plot(
    Histogram(-5.5, 5.5, lambda x: 0.3 * _normal(x, -3, 0.5) + 0.7 * _normal(x, 2, 1), "x")
)
def draws_from_two_bumps(impl):
    """1,000 draws from a mixture: a narrow bump at −3 with weight 3, a wide one at 2 with 7."""
    noise = torch.Generator().manual_seed(0)
    u = torch.rand(1000, generator=noise, dtype=torch.float64)
    eps = torch.randn(1000, 1, generator=noise, dtype=torch.float64)
    weights, means = torch.tensor([3.0, 7.0]), torch.tensor([[-3.0], [2.0]])
    return impl.sample_gmm(weights, means, torch.tensor([[0.5], [1.0]]), u, eps)[0]
