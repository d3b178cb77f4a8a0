"""Known wrong versions of hw03: a discrete sample, two estimators compared, a full covariance."""

import math

import torch
from torch.nn import functional as F

from . import compare, full_cov, gumbel

# gumbel_softmax


def _straight_through(y, hard):
    """y itself, or its one-hot argmax with y's gradient."""
    if not hard:
        return y
    one_hot = torch.zeros_like(y).scatter_(-1, y.argmax(-1, keepdim=True), 1.0)
    return one_hot - y.detach() + y


@gumbel.misconception
def gumbel_sign(logits, u, tau, hard=False):
    """Your noise is flipped, its long tail points down: which sign does g have for u near 1?"""
    return _straight_through(torch.softmax((logits + torch.log(-torch.log(u))) / tau, -1), hard)


@gumbel.misconception
def temperature_on_noise_only(logits, u, tau, hard=False):
    """You divided only the noise by tau, which changes which class wins: what should tau act on?"""
    return _straight_through(torch.softmax(logits - torch.log(-torch.log(u)) / tau, -1), hard)


@gumbel.misconception
def no_noise(logits, u, tau, hard=False):
    """Different u give you identical outputs: where is something being sampled?"""
    return _straight_through(torch.softmax(logits / tau + 0 * u, -1), hard)


@gumbel.misconception
def hard_gradient_lost(logits, u, tau, hard=False):
    """Your one-hot values are right but carry no gradient: how could backward see the soft ones?

    Try this: which expression equals the one-hot vector but differentiates like y?
    """
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)
    return F.one_hot(y.argmax(-1), y.shape[-1]).to(y.dtype) if hard else y


@gumbel.misconception
def uniform_as_noise(logits, u, tau, hard=False):
    """You added u itself: for which noise is the argmax an exact categorical sample?"""
    return _straight_through(torch.softmax((logits + u) / tau, -1), hard)


@gumbel.misconception
def naive_softmax(logits, u, tau, hard=False):
    """Your exp overflows where logits / tau is large: what may be subtracted before it?

    Try this: which shift of all logits leaves a softmax unchanged?
    """
    weight = torch.exp((logits - torch.log(-torch.log(u))) / tau)
    return _straight_through(weight / weight.sum(-1, keepdim=True), hard)


@gumbel.misconception
def multiplied_by_tau(logits, u, tau, hard=False):
    """Your samples get sharper as tau grows: should a high temperature do that?"""
    return _straight_through(torch.softmax((logits - torch.log(-torch.log(u))) * tau, -1), hard)


@gumbel.misconception
def softmax_over_the_first_dimension(logits, u, tau, hard=False):
    """Your columns sum to 1 instead of your rows: which dimension holds the classes?"""
    return _straight_through(torch.softmax((logits - torch.log(-torch.log(u))) / tau, 0), hard)


@gumbel.misconception
def hard_ignored(logits, u, tau, hard=False):
    """With hard=True you still return the soft sample: what should its forward values be?"""
    return torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)


@gumbel.misconception
def mirrored_uniform(logits, u, tau, hard=False):
    """You used 1 - u for u: the distribution is right, but the question fixes g = -log(-log u)."""
    y = torch.softmax((logits - torch.log(-torch.log1p(-u))) / tau, -1)
    return _straight_through(y, hard)


@gumbel.misconception
def straight_through_the_logits(logits, u, tau, hard=False):
    """Your hard gradient skips the softmax: which soft values should it pass through?"""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)
    if not hard:
        return y
    return F.one_hot(y.argmax(-1), y.shape[-1]).to(y.dtype) - logits.detach() + logits


# compare_estimators


def _estimators(f, mu, sigma, eps):
    """Single-sample gradients of both estimators, f's values, and z - mu."""
    z = (mu + sigma * eps).detach().requires_grad_()
    values = f(z)
    path = torch.autograd.grad(values.sum(), z)[0]
    values = values.detach()
    return path, values * eps / sigma, values


def _table(path, score):
    return torch.stack([torch.stack([row.mean(), row.var()]) for row in (path, score)])


@compare.misconception
def biased_variance(f, mu, sigma, eps):
    """Your variances divide by n: which divisor makes a small sample's variance unbiased?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    rows = [torch.stack([row.mean(), row.var(unbiased=False)]) for row in (path, score)]
    return torch.stack(rows)


@compare.misconception
def variance_of_mean(f, mu, sigma, eps):
    """Your variances are those of the averaged gradient: the table asks for single samples."""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(path, score) / torch.stack([torch.ones_like(mu), torch.full_like(mu, len(eps))])


@compare.misconception
def std_not_variance(f, mu, sigma, eps):
    """Your column 1 holds standard deviations: which power of the spread is asked for?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return torch.stack([torch.stack([row.mean(), row.std()]) for row in (path, score)])


@compare.misconception
def score_is_eps(f, mu, sigma, eps):
    """You took eps as the score of mu: how does the score scale when sigma changes?"""
    path, _, values = _estimators(f, mu, sigma, eps)
    return _table(path, values * eps)


@compare.misconception
def score_eps_over_var(f, mu, sigma, eps):
    """Your score is eps / sigma^2: how many powers of sigma are left after z - mu = sigma eps?"""
    path, _, values = _estimators(f, mu, sigma, eps)
    return _table(path, values * eps / sigma**2)


@compare.misconception
def score_weighted_by_derivative(f, mu, sigma, eps):
    """You weighted the score by f'(z): what stands there if f cannot be differentiated?"""
    path, _, _ = _estimators(f, mu, sigma, eps)
    return _table(path, path * eps / sigma)


@compare.misconception
def rows_swapped(f, mu, sigma, eps):
    """Your two rows are exchanged: which estimator does the contract put first?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(score, path)


@compare.misconception
def columns_swapped(f, mu, sigma, eps):
    """Your table is transposed: do rows hold estimators or statistics?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(path, score).T.contiguous()


@compare.misconception
def baseline_sneaked_in(f, mu, sigma, eps):
    """You subtracted the mean of f: a good idea, but this comparison is without a baseline."""
    path, _, values = _estimators(f, mu, sigma, eps)
    return _table(path, (values - values.mean()) * eps / sigma)


@compare.misconception
def derivative_at_the_mean(f, mu, sigma, eps):
    """Your pathwise gradients are all the same: at which points is f' taken?"""
    at_mean, _, _ = _estimators(f, mu, sigma, torch.zeros_like(eps))
    _, score, _ = _estimators(f, mu, sigma, eps)
    return _table(at_mean, score)


# reparam_full_cov


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
