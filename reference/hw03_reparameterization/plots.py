"""What feedback pages draw: samples beside their density, and curves over a parameter.

Noise is public: evenly spaced quantiles, or a generator with a fixed seed.
"""

import math

import torch

from autograder.assignment import Curve, Histogram, fixture

from . import gumbel, pathwise, reparameterize

_MU = torch.linspace(-3, 3, 31, dtype=torch.float64)
_TAU = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0]


@reparameterize.plot(
    Histogram(-7, 9, lambda z: math.exp(-((z - 1) ** 2) / 8) / math.sqrt(8 * math.pi), "z")
)
def samples_of_a_normal_with_variance_4(impl):
    """500 evenly spread normal quantiles, moved to mean 1 and log-variance log 4."""
    eps = torch.special.ndtri((torch.arange(500, dtype=torch.float64) + 0.5) / 500)
    return impl.reparameterize(
        torch.ones(500), torch.full((500,), math.log(4), dtype=torch.float64), eps
    )


@pathwise.plot(Curve(_MU.tolist(), "mu", "gradient for mu"))
def gradient_at_each_mean(impl):
    """The gradient of E[exp(−z²) + 0.3 z] for the mean of z, from 200 draws: zero where a small
    step changes nothing.
    """
    noise = torch.Generator().manual_seed(0)
    eps = torch.randn(200, 1, generator=noise, dtype=torch.float64).expand(200, len(_MU))
    f = fixture("bumps", w=torch.ones(len(_MU)))
    logvar = torch.full((len(_MU),), math.log(0.25), dtype=torch.float64)
    return impl.pathwise_grad(f, _MU, logvar, eps.clone())[0]


@gumbel.plot(Curve(_TAU, "temperature", "largest entry of y"))
def how_sure_a_draw_is(impl):
    """One draw of three classes at several temperatures: nearly one-hot when cold, nearly even
    when hot.
    """
    logits, u = torch.log(torch.tensor([0.2, 0.5, 0.3])), torch.tensor([0.5, 0.7, 0.4])
    return torch.stack([impl.gumbel_softmax(logits, u, tau).max() for tau in _TAU])
