"""What feedback pages draw: prices over what is paid for, and a bound that tightens."""

import math

import torch

from autograder.assignment import Curve

from . import bernoulli, iwae, kl_prior

_LOGITS = torch.linspace(-6, 6, 49, dtype=torch.float64)
_MU = torch.linspace(-3, 3, 49, dtype=torch.float64)
_SAMPLES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]


@bernoulli.plot(Curve(_LOGITS.tolist(), "logit", "log-likelihood"))
def price_of_a_white_pixel(impl):
    """The log-likelihood of one white pixel, x = 1: nearly 0 for a large logit, nearly the logit
    itself for a very negative one.
    """
    return impl.bernoulli_log_likelihood(torch.ones(len(_LOGITS), 1), _LOGITS[:, None])


@kl_prior.plot(Curve(_MU.tolist(), "mean of the first dimension", "KL in nats"))
def price_of_leaving_the_prior(impl):
    """The KL of two latent dimensions while the mean of the first moves; the second stays at mean
    1 and variance 1/4.
    """
    ones = torch.ones(len(_MU), dtype=torch.float64)
    logvar = torch.stack([0 * ones, math.log(0.25) * ones], 1)
    return impl.kl_standard_normal(torch.stack([_MU, ones], 1), logvar)


@iwae.plot(Curve(_SAMPLES, "samples", "bound in nats"))
def bound_with_more_samples(impl):
    """The bound on log p(x) at x = 2, averaged over 200 repetitions: it climbs towards log p(x),
    −2.27, as samples are added.
    """
    noise = torch.Generator().manual_seed(0)
    z = torch.randn(32, 200, generator=noise, dtype=torch.float64)
    log_pz = -(z**2 + math.log(2 * math.pi)) / 2
    log_px_z = -((2 - z) ** 2 + math.log(2 * math.pi)) / 2
    return torch.stack(
        [impl.iwae_bound(log_px_z[:s], log_pz[:s], log_pz[:s]).mean() for s in _SAMPLES]
    )
