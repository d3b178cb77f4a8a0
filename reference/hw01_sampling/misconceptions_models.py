"""Wrong versions of questions 5 to 7."""

import math

import torch

from . import mc_expectation, sample_gmm, sample_mvn

# 5. sample_mvn


@sample_mvn.misconception
def row_vector_transpose(mu, cov, eps):
    """Your rows are multiplied by L from the right, so their covariance is L^T L.

    Try this: for row vectors, which factor has to be transposed?"""
    return mu + eps @ torch.linalg.cholesky(cov)


@sample_mvn.misconception
def elementwise_sqrt(mu, cov, eps):
    """You take the root of cov entry by entry, which does not give L L^T = cov.

    Try this: square your factor for a 2 by 2 matrix by hand; do you get cov back?"""
    return mu + eps @ cov.clamp(min=0).sqrt()


@sample_mvn.misconception
def inverse_factor(mu, cov, eps):
    """You use the inverse of L, which whitens data instead of colouring noise.

    Try this: in one dimension, do you multiply by sigma or divide by it?"""
    return mu + eps @ torch.linalg.inv(torch.linalg.cholesky(cov)).T


@sample_mvn.misconception
def mean_missing(mu, cov, eps):
    """The cloud has the right shape but is centred at the origin.

    Try this: which argument does your answer not depend on?"""
    return eps @ torch.linalg.cholesky(cov).T


@sample_mvn.misconception
def symmetric_root(mu, cov, eps):
    """A valid sampler, but the question fixes the lower-triangular factor, to compare answers.

    Try this: which entries of your factor should be zero?"""
    w, v = torch.linalg.eigh(cov)
    return mu + eps @ (v * w.clamp(min=0).sqrt()) @ v.T


@sample_mvn.misconception
def covariance_as_factor(mu, cov, eps):
    """You multiply the noise by cov itself, so your samples have covariance cov squared.

    Try this: what plays the part of the standard deviation here?"""
    return mu + eps @ cov.T


@sample_mvn.misconception
def correlations_dropped(mu, cov, eps):
    """Your coordinates have the right variances but are independent of each other.

    Try this: which entries of cov does your answer not depend on?"""
    return mu + eps * cov.diagonal().sqrt()


@sample_mvn.misconception
def jitter_added(mu, cov, eps):
    """You add a small number to the diagonal, which changes every small variance.

    Try this: how large is your number beside the smallest variance you may meet?"""
    return mu + eps @ torch.linalg.cholesky(cov + 1e-6 * torch.eye(len(mu), dtype=cov.dtype)).T


# 6. sample_gmm


def _choose(weights, u):
    """The component that each uniform selects."""
    edges = weights.cumsum(0) / weights.sum()
    return torch.searchsorted(edges, u, right=True).clamp(max=int(weights.nonzero().max()))


@sample_gmm.misconception
def average_of_components(weights, means, stds, u, eps):
    """You blend the components into a single bump; each sample must come from exactly one.

    Try this: where do your samples lie when two components are far apart?"""
    p = weights / weights.sum()
    return p @ means + (p @ stds) * eps, _choose(weights, u)


@sample_gmm.misconception
def uniform_component(weights, means, stds, u, eps):
    """Your components are equally likely, whatever the weights are.

    Try this: which rule of question 4 turns u into an index?"""
    k = (u * len(weights)).long()
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def variance_as_scale(weights, means, stds, u, eps):
    """Your noise is scaled by the squares of stds, which already are standard deviations.

    Try this: in which units are means, stds and samples?"""
    k = _choose(weights, u)
    return means[k] + stds[k] ** 2 * eps, k


@sample_gmm.misconception
def most_likely_component(weights, means, stds, u, eps):
    """You always use the heaviest component, so the other modes never appear.

    Try this: which argument decides the component of sample n?"""
    k = torch.full((len(u),), int(weights.argmax()))
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def no_noise(weights, means, stds, u, eps):
    """Right components, but every sample sits exactly on a mean: the second stage is missing.

    Try this: which arguments does your answer not depend on?"""
    k = _choose(weights, u)
    return means[k] + 0 * eps, k


@sample_gmm.misconception
def one_component_for_all(weights, means, stds, u, eps):
    """One component is chosen and serves the whole batch; each sample needs its own.

    Try this: how many entries of u does your answer use?"""
    k = _choose(weights, u[:1]).expand(len(u)).clone() if len(u) else _choose(weights, u)
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def weights_not_normalised(weights, means, stds, u, eps):
    """Your components are right only for weights that sum to 1; these need not.

    Try this: in which interval does u * sum(w) lie?"""
    k = torch.searchsorted(weights.cumsum(0), u, right=True).clamp(max=len(weights) - 1)
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def log_stds(weights, means, stds, u, eps):
    """You exponentiate stds, but here they are no logarithms.

    Try this: what should a standard deviation of 0 give?"""
    k = _choose(weights, u)
    return means[k] + stds[k].exp() * eps, k


@sample_gmm.misconception
def scale_the_mean_too(weights, means, stds, u, eps):
    """You scale the component's mean together with the noise.

    Try this: which comes first, the stretch or the shift?"""
    k = _choose(weights, u)
    return stds[k] * (means[k] + eps), k


# 7. mc_expectation


def _normals(mu, sigma, n, generator):
    return mu + sigma * torch.randn(n, generator=generator, dtype=torch.float64)


def _estimate(values):
    return values.mean(), values.std() / math.sqrt(len(values))


@mc_expectation.misconception
def std_not_standard_error(f, mu, sigma, n, generator):
    """You report the spread of single values, so your error bar never shrinks with n.

    Try this: how much would the average scatter if you repeated the experiment?"""
    values = f(_normals(mu, sigma, n, generator))
    return values.mean(), values.std()


@mc_expectation.misconception
def se_divided_by_n(f, mu, sigma, n, generator):
    """Your error bar is divided by n and shrinks too fast.

    Try this: variances of independent terms add; what does that do to the std of a mean?"""
    values = f(_normals(mu, sigma, n, generator))
    return values.mean(), values.std() / n


@mc_expectation.misconception
def f_of_the_mean(f, mu, sigma, n, generator):
    """You apply f to the average of the draws; for curved f the order matters (Jensen).

    Try this: compare both orders for f(z) = z^2 and draws -1 and 1."""
    z = _normals(mu, sigma, n, generator)
    return f(z.mean()), f(z).std() / math.sqrt(n)


@mc_expectation.misconception
def uniform_noise(f, mu, sigma, n, generator):
    """Your draws never fall below mu: they are uniform, not normal.

    Try this: which torch function is standard NORMAL?"""
    return _estimate(f(mu + sigma * torch.rand(n, generator=generator, dtype=torch.float64)))


@mc_expectation.misconception
def generator_ignored(f, mu, sigma, n, generator):
    """Two calls with equally seeded generators disagree.

    Try this: which of your random calls does not get the generator?"""
    return _estimate(f(_normals(mu, sigma, n, None)))


@mc_expectation.misconception
def fixed_seed_inside(f, mu, sigma, n, generator):
    """Every seed gives you the same numbers: randomness must come from the generator handed in.

    Try this: where in your function is a seed set?"""
    return _estimate(f(_normals(mu, sigma, n, torch.Generator().manual_seed(0))))


@mc_expectation.misconception
def restarts_the_generator(f, mu, sigma, n, generator):
    """Consecutive calls on one generator repeat the same draws: the stream starts over.

    Try this: what happens to the state of the generator while your function runs?"""
    fresh = torch.Generator().manual_seed(generator.initial_seed())
    return _estimate(f(_normals(mu, sigma, n, fresh)))


@mc_expectation.misconception
def variance_as_scale(f, mu, sigma, n, generator):  # noqa: F811 - ids are per question
    """Your draws are scaled by sigma squared; sigma already is a standard deviation.

    Try this: which line of question 2 turns noise into draws?"""
    return _estimate(f(_normals(mu, sigma**2, n, generator)))


@mc_expectation.misconception
def divisor_n(f, mu, sigma, n, generator):
    """Your standard deviation divides by n; the unbiased one divides by n - 1.

    Try this: how many of the n deviations from their own average are free?"""
    values = f(_normals(mu, sigma, n, generator))
    return values.mean(), values.std(correction=0) / math.sqrt(n)


@mc_expectation.misconception
def variance_as_error(f, mu, sigma, n, generator):
    """You report the variance of the mean; its standard error is the root of that.

    Try this: in which units are your estimate and your error?"""
    values = f(_normals(mu, sigma, n, generator))
    return values.mean(), values.var() / n


@mc_expectation.misconception
def mean_and_spread_from_different_draws(f, mu, sigma, n, generator):
    """You call f twice, so that the mean and its error come from different draws.

    Try this: how can one set of values serve both?"""
    values = f(_normals(mu, sigma, n, generator))
    return values.mean(), f(_normals(mu, sigma, n, generator)).std() / math.sqrt(n)
