"""Wrong versions of questions 5 and 7."""

import math

import torch

from . import mc_expectation, sample_mvn

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


@sample_mvn.misconception
def small_jitter_added(mu, cov, eps):
    """You add a tiny number to the diagonal, which changes every variance of its size.

    Try this: how large is your number beside the smallest variance you may meet?"""
    return mu + eps @ torch.linalg.cholesky(cov + 1e-8 * torch.eye(len(mu), dtype=cov.dtype)).T


@sample_mvn.misconception
def eigenvectors_as_factor(mu, cov, eps):
    """A valid sampler, but eigenvectors times roots are no lower-triangular factor.

    Try this: which entries of your factor should be zero?"""
    w, v = torch.linalg.eigh(cov)
    return mu + eps @ (v * w.clamp(min=0).sqrt()).T


@sample_mvn.misconception
def mean_transformed_too(mu, cov, eps):
    """You multiply the mean by L together with the noise.

    Try this: where should the cloud be centred, whatever cov is?"""
    return (mu + eps) @ torch.linalg.cholesky(cov).T


@sample_mvn.misconception
def factor_of_the_correlations(mu, cov, eps):
    """Your samples have the right correlations, but every variance is 1.

    Try this: what did you divide by, and where do you multiply by it again?"""
    scale = cov.diagonal().sqrt()
    return mu + eps @ torch.linalg.cholesky(cov / torch.outer(scale, scale)).T


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
def variance_as_scale(f, mu, sigma, n, generator):
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


@mc_expectation.misconception
def variance_by_difference(f, mu, sigma, n, generator):
    """You subtract two large numbers, E[f^2] and E[f]^2, and their difference loses its digits.

    Try this: how many digits are left of 1e14 + 1 minus 1e14?"""
    values = f(_normals(mu, sigma, n, generator))
    mean = values.mean()
    variance = ((values**2).mean() - mean**2).clamp(min=0) * n / (n - 1)
    return mean, (variance / n).sqrt()


@mc_expectation.misconception
def spread_of_the_draws(f, mu, sigma, n, generator):
    """Your error is that of the average of z; asked for is that of the average of f(z).

    Try this: what should the standard error be for a constant f?"""
    z = _normals(mu, sigma, n, generator)
    return f(z).mean(), z.std() / math.sqrt(n)


@mc_expectation.misconception
def sigma_as_the_spread(f, mu, sigma, n, generator):
    """You take sigma for the spread of the values, but it is that of z, not of f(z).

    Try this: what should the standard error be for a constant f?"""
    mean = f(_normals(mu, sigma, n, generator)).mean()
    return mean, torch.full_like(mean, sigma / math.sqrt(n))


@mc_expectation.misconception
def root_of_n_minus_one(f, mu, sigma, n, generator):
    """You divide by the root of n - 1: the unbiased s has used that correction already.

    Try this: in which of the two formulas, for s or for SE, does n - 1 stand?"""
    values = f(_normals(mu, sigma, n, generator))
    return values.mean(), values.std() / math.sqrt(n - 1)
