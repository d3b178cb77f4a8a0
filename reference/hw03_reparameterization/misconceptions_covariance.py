"""Known wrong versions of hw03: the posterior with a full covariance."""

import math

import torch
from torch.nn import functional as F

from . import full_cov


def _diagonal(raw):
    return F.softplus(raw.diagonal(dim1=-2, dim2=-1))


def _factor(raw, diagonal):
    return raw.tril(-1) + torch.diag_embed(diagonal)


def _sample(mu, factor, eps):
    return mu + (factor @ eps[..., None])[..., 0]


def _log_density(eps, log_volume):
    constant = 0.5 * eps.shape[1] * math.log(2 * math.pi)
    return -0.5 * (eps**2).sum(-1) - log_volume - constant


@full_cov.misconception
def exp_diagonal(mu, raw, eps):
    """Your diagonal is exp(raw), a fine choice elsewhere: the question fixes softplus."""
    diagonal = raw.diagonal(dim1=-2, dim2=-1).exp()
    return _sample(mu, _factor(raw, diagonal), eps), _log_density(eps, diagonal.log().sum(-1))


@full_cov.misconception
def raw_diagonal(mu, raw, eps):
    """You used the diagonal of raw as it is: what if the network outputs a negative number?"""
    log_volume = raw.diagonal(dim1=-2, dim2=-1).abs().log().sum(-1)
    return _sample(mu, torch.tril(raw), eps), _log_density(eps, log_volume)


@full_cov.misconception
def upper_not_masked(mu, raw, eps):
    """Entries above the diagonal leak into z: what must L look like for log det to be a sum?"""
    diagonal = _diagonal(raw)
    factor = raw - torch.diag_embed(raw.diagonal(dim1=-2, dim2=-1)) + torch.diag_embed(diagonal)
    return _sample(mu, factor, eps), _log_density(eps, diagonal.log().sum(-1))


@full_cov.misconception
def logdet_missing(mu, raw, eps):
    """Your log q is the density of eps: how does stretching space by L change it?

    Try this: in one dimension, compare the peaks for L = 1 and L = 10.
    """
    return _sample(mu, _factor(raw, _diagonal(raw)), eps), _log_density(eps, 0.0)


@full_cov.misconception
def logdet_sign(mu, raw, eps):
    """You added the log-determinant: does spreading mass out raise or lower the density?"""
    diagonal = _diagonal(raw)
    return _sample(mu, _factor(raw, diagonal), eps), _log_density(eps, -diagonal.log().sum(-1))


@full_cov.misconception
def constant_dropped(mu, raw, eps):
    """Your log q lacks (D/2) log(2 pi): does exp(log q) still integrate to 1?"""
    diagonal = _diagonal(raw)
    z = _sample(mu, _factor(raw, diagonal), eps)
    return z, -0.5 * (eps**2).sum(-1) - diagonal.log().sum(-1)


@full_cov.misconception
def transposed_factor(mu, raw, eps):
    """You multiplied eps by the transpose of L: over which index of L is summed?"""
    diagonal = _diagonal(raw)
    factor = _factor(raw, diagonal).transpose(-1, -2)
    return _sample(mu, factor, eps), _log_density(eps, diagonal.log().sum(-1))


@full_cov.misconception
def softplus_everywhere(mu, raw, eps):
    """You made the entries below the diagonal positive, too: can dimensions move apart then?"""
    factor = torch.tril(F.softplus(raw))
    return _sample(mu, factor, eps), _log_density(eps, _diagonal(raw).log().sum(-1))


@full_cov.misconception
def diagonal_only(mu, raw, eps):
    """Your dimensions are independent: what are the entries below the diagonal for?"""
    diagonal = _diagonal(raw)
    return mu + diagonal * eps, _log_density(eps, diagonal.log().sum(-1))


@full_cov.misconception
def distance_not_standardised(mu, raw, eps):
    """You used the distance |z - mu| in log q: in which units does the exponent measure it?"""
    diagonal = _diagonal(raw)
    z = _sample(mu, _factor(raw, diagonal), eps)
    return z, _log_density(z - mu, diagonal.log().sum(-1))


@full_cov.misconception
def diagonal_detached(mu, raw, eps):
    """Your values are right, but log q sends no gradient to raw: where is the volume term cut?"""
    diagonal = _diagonal(raw)
    log_volume = diagonal.detach().log().sum(-1)
    return _sample(mu, _factor(raw, diagonal), eps), _log_density(eps, log_volume)


@full_cov.misconception
def constant_once(mu, raw, eps):
    """Your log q subtracts log(2 pi) / 2 once: how many dimensions have a density of their own?"""
    diagonal = _diagonal(raw)
    log_density = _log_density(eps, diagonal.log().sum(-1))
    missing = 0.5 * (eps.shape[1] - 1) * math.log(2 * math.pi)
    return _sample(mu, _factor(raw, diagonal), eps), log_density + missing


@full_cov.misconception
def half_missing(mu, raw, eps):
    """Your exponent lacks its 1/2: what is the log of a standard normal density?"""
    diagonal = _diagonal(raw)
    log_density = _log_density(eps, diagonal.log().sum(-1)) - 0.5 * (eps**2).sum(-1)
    return _sample(mu, _factor(raw, diagonal), eps), log_density


@full_cov.misconception
def determinant_of_the_covariance(mu, raw, eps):
    """You subtracted log det of L L^T, which is twice log det L: which of them stretches space?"""
    diagonal = _diagonal(raw)
    log_volume = 2 * diagonal.log().sum(-1)
    return _sample(mu, _factor(raw, diagonal), eps), _log_density(eps, log_volume)


@full_cov.misconception
def mean_over_dimensions(mu, raw, eps):
    """You averaged over dimensions: a joint log-density is a sum, however many there are."""
    diagonal = _diagonal(raw)
    log_density = _log_density(eps, diagonal.log().sum(-1)) / eps.shape[1]
    return _sample(mu, _factor(raw, diagonal), eps), log_density


@full_cov.misconception
def softplus_by_hand(mu, raw, eps):
    """Your softplus overflows for large entries and is 0 for very negative ones.

    Try this: what are exp(1000) and 1 + exp(-40) in floating point?
    """
    diagonal = torch.log(1 + torch.exp(raw.diagonal(dim1=-2, dim2=-1)))
    return _sample(mu, _factor(raw, diagonal), eps), _log_density(eps, diagonal.log().sum(-1))


@full_cov.misconception
def number_added_to_the_diagonal(mu, raw, eps):
    """You add a small number to the diagonal, although softplus is positive already.

    Try this: how large is softplus(-30), and how large is your number?
    """
    diagonal = _diagonal(raw) + 1e-6
    return _sample(mu, _factor(raw, diagonal), eps), _log_density(eps, diagonal.log().sum(-1))
