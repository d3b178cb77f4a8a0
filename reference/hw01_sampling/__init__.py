"""Sampling: from averages of coin flips to Monte-Carlo estimates that know their own error."""

import math
from fractions import Fraction
from itertools import accumulate

import numpy as np
import torch
from scipy.special import ndtr, ndtri

from autograder.assignment import Assignment, Generator, fixture

assignment = Assignment("hw01_sampling", title="Sampling and Monte Carlo")


running_mean = assignment.question(
    "running_mean",
    points=10,
    title="The law of large numbers, watched",
    lecture=("data", "Law of Large Numbers?"),
)
running_mean.example(x=[1.0, 0.0, 0.0, 1.0])


@running_mean.validate
def _(x):
    if x.ndim == 0:
        raise ValueError("x must have at least one dimension")
    if x.shape[0] == 0:
        raise ValueError("x must hold at least one observation")


@running_mean.reference
def _(x):
    """Every prefix summed anew, exactly rounded."""
    columns = x.to(torch.float64).reshape(x.shape[0], -1).T.tolist()
    means = [[math.fsum(column[:k]) / k for k in range(1, len(column) + 1)] for column in columns]
    return torch.tensor(means, dtype=torch.float64).T.reshape(x.shape)


gaussian_affine = assignment.question(
    "gaussian_affine",
    points=10,
    title="From standard normal to any normal",
    lecture=("data", "Useful notations"),
)
gaussian_affine.example(mu=[1.0, 1.0, 1.0], sigma=[2.0, 2.0, 2.0], eps=[0.0, 0.5, -1.0])


@gaussian_affine.validate
def _(mu, sigma, eps):
    try:
        torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError as error:
        raise ValueError("mu, sigma and eps must broadcast") from error
    if not (sigma >= 0).all():
        raise ValueError("sigma must not be negative or NaN")


@gaussian_affine.reference
def _(mu, sigma, eps):
    """The quantile of N(mu, sigma^2) at the level that eps has under N(0, 1)."""
    noise = eps.numpy()
    quantile = -np.sign(noise) * ndtri(ndtr(-np.abs(noise)))  # by symmetry always the lower tail
    return torch.as_tensor(mu.numpy() + sigma.numpy() * quantile)


sample_exponential = assignment.question(
    "sample_exponential",
    points=12,
    title="Inverse-CDF sampling",
    lecture=("data", "What is a Probability Distribution?"),
)
sample_exponential.example(u=[0.0, 0.5, 0.75], rate=2.0)


@sample_exponential.validate
def _(u, rate):
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & rate.isfinite()).all():
        raise ValueError("rate must be positive and finite")


@sample_exponential.reference
def _(u, rate):
    """Bisection on the CDF; on its complement in the upper half, where the CDF saturates."""
    u, rate = np.broadcast_arrays(u.numpy(), rate.numpy())
    low, high = u, u / (1 - u)  # u <= -log(1 - u) <= u / (1 - u)
    for _ in range(110):
        middle = (low + high) / 2
        below = np.where(u < 0.5, -np.expm1(-middle) < u, np.exp(-middle) > 1 - u)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return torch.as_tensor((low + high) / 2 / rate)


sample_categorical = assignment.question(
    "sample_categorical",
    points=14,
    title="Categorical sampling",
    lecture=("data", "Random Experiment and Random Variable"),
)
sample_categorical.example(weights=[0.2, 0.5, 0.3], u=[0.1, 0.2, 0.69, 0.95])
sample_categorical.example(weights=[1.0, 0.0, 1.0, 2.0], u=[0.0, 0.25, 0.5])


def forbid_weights_and_uniforms(weights, u):
    """What questions 4 and 6 both forbid."""
    if not ((weights >= 0) & weights.isfinite()).all():
        raise ValueError("weights must be finite and not negative")
    if not weights.sum() > 0:
        raise ValueError("one weight at least must be positive")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")


sample_categorical.validate(forbid_weights_and_uniforms)


@sample_categorical.reference
def exact_classes(weights, u):
    """Class boundaries as fractions; u is a double, so only the first double at or above each
    boundary matters, and nothing is ever rounded the other way."""
    sums = list(accumulate(Fraction(weight) for weight in weights.tolist()))
    edges = [_at_or_above(part / sums[-1]) for part in sums]
    return torch.as_tensor(np.searchsorted(edges, u.numpy(), side="right")).to(torch.int64)


def _at_or_above(exact):
    near = float(exact)
    return near if Fraction(near) >= exact else math.nextafter(near, math.inf)


sample_mvn = assignment.question(
    "sample_mvn", points=16, title="Correlated Gaussians", lecture=("data", "Multivariate Gaussian")
)
sample_mvn.example(mu=[1.0, -1.0], cov=[[4.0, 2.0], [2.0, 3.0]], eps=[[1.0, 0.0], [0.0, 1.0]])


@sample_mvn.validate
def _(mu, cov, eps):
    if mu.ndim != 1 or cov.shape != (len(mu), len(mu)):
        raise ValueError("mu must be (D,) and cov (D, D)")
    if eps.ndim != 2 or eps.shape[1] != len(mu):
        raise ValueError("eps must be (n, D)")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov must be symmetric")
    if torch.linalg.cholesky_ex(cov).info > 0:
        raise ValueError("cov must be positive definite")


@sample_mvn.reference
def _(mu, cov, eps):
    """Cholesky-Banachiewicz, one scalar after the other, every sum exactly rounded."""
    factor = [[0.0] * len(mu) for _ in mu]
    for i, row in enumerate(cov.tolist()):
        for j in range(i + 1):
            rest = math.fsum([row[j], *(-factor[i][k] * factor[j][k] for k in range(j))])
            factor[i][j] = math.sqrt(rest) if i == j else rest / factor[j][j]
    columns = [mu[i] + sum(factor[i][j] * eps[:, j] for j in range(i + 1)) for i in range(len(mu))]
    return torch.stack(columns, dim=1)


sample_gmm = assignment.question(
    "sample_gmm",
    points=18,
    title="Ancestral sampling from a mixture",
    lecture=("data", "The power of sampling"),
)
sample_gmm.example(
    weights=[0.5, 0.5],
    means=[[-5.0], [5.0]],
    stds=[[1.0], [2.0]],
    u=[0.2, 0.9],
    eps=[[1.0], [-1.0]],
)


@sample_gmm.validate
def _(weights, means, stds, u, eps):
    if means.ndim != 2 or stds.shape != means.shape or weights.shape != means.shape[:1]:
        raise ValueError("weights must be (K,), means and stds (K, D)")
    if u.ndim != 1 or eps.shape != (len(u), means.shape[1]):
        raise ValueError("u must be (n,) and eps (n, D)")
    if (stds < 0).any():
        raise ValueError("stds must not be negative")
    forbid_weights_and_uniforms(weights, u)


@sample_gmm.reference
def _(weights, means, stds, u, eps):
    """Components by exact fractions, then every sample as plain numbers."""
    chosen = exact_classes(weights, u)
    centres, spreads = means.numpy()[chosen.numpy()], stds.numpy()[chosen.numpy()]
    return torch.as_tensor(centres + spreads * eps.numpy()), chosen


mc_expectation = assignment.question(
    "mc_expectation",
    points=20,
    title="Monte Carlo with an error bar",
    dtype=torch.float64,
    lecture=("data", "Law of Large Numbers?"),
)
mc_expectation.example(
    f=fixture("constant", value=3.0), mu=0.0, sigma=1.0, n=4, generator=Generator(0)
)


@mc_expectation.validate
def _(f, mu, sigma, n, generator):
    if n < 2:
        raise ValueError("a standard error needs two draws at least")
    if sigma < 0:
        raise ValueError("sigma must not be negative")


@mc_expectation.reference
def _(f, mu, sigma, n, generator):
    """Normals by Box and Muller, sums exactly rounded; checks compare with the points f saw."""
    radius, angle = torch.rand(2, n, generator=generator, dtype=torch.float64)
    noise = torch.sqrt(-2 * torch.log1p(-radius)) * torch.cos(2 * math.pi * angle)
    values = f(mu + sigma * noise).tolist()
    mean = math.fsum(values) / n
    variance = math.fsum((value - mean) ** 2 for value in values) / (n - 1)
    return (
        torch.tensor(mean, dtype=torch.float64),
        torch.tensor(math.sqrt(variance / n), dtype=torch.float64),
    )
