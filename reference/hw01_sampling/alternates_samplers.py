"""Right answers in other styles to questions 5 (correlated Gaussians) and 7 (Monte Carlo)."""

import math
import statistics

import numpy as np
import scipy.linalg
import torch
import torch.nn.functional as F
from torch.distributions import MultivariateNormal

from . import mc_expectation, sample_mvn

# 5. sample_mvn


@sample_mvn.alternate
def row_loop(mu, cov, eps):
    factor = torch.linalg.cholesky(cov)
    return torch.stack([mu + factor @ row for row in eps])


@sample_mvn.alternate
def scale_tril_einsum(mu, cov, eps):
    factor = MultivariateNormal(mu, covariance_matrix=cov, validate_args=False).scale_tril
    return mu + torch.einsum("ij,nj->ni", factor, eps)


@sample_mvn.alternate
def numpy_cholesky(mu, cov, eps):
    factor = np.linalg.cholesky(cov.numpy())
    return torch.as_tensor(mu.numpy() + eps.numpy() @ factor.T)


@sample_mvn.alternate
def upper_factor(mu, cov, eps):
    return eps @ torch.linalg.cholesky(cov, upper=True) + mu


@sample_mvn.alternate
def linear_layer(mu, cov, eps):
    return F.linear(eps, torch.linalg.cholesky(cov), mu)


@sample_mvn.alternate
def vmap_over_rows(mu, cov, eps):
    factor = torch.linalg.cholesky(cov)
    return torch.vmap(lambda noise: mu + factor @ noise)(eps)


@sample_mvn.alternate
def one_coordinate_given_those_before(mu, cov, eps):
    """The first coordinate, then the rest from its conditional distribution, recursively."""
    first = mu[:1] + cov[0, 0].sqrt() * eps[:, :1]
    if len(mu) == 1:
        return first
    gain = cov[1:, 0] / cov[0, 0]
    rest_cov = cov[1:, 1:] - torch.outer(gain, cov[0, 1:])
    rest = one_coordinate_given_those_before(mu[1:], rest_cov, eps[:, 1:])
    return torch.cat([first, rest + (first - mu[0]) * gain], dim=1)


@sample_mvn.alternate
def outer_products_peeled_off(mu, cov, eps):
    rest, x = cov.clone(), mu.repeat(len(eps), 1)
    for j in range(len(mu)):
        column = rest[:, j] / rest[j, j].sqrt()
        column[:j] = 0
        rest -= torch.outer(column, column)
        x += torch.outer(eps[:, j], column)
    return x


@sample_mvn.alternate
def qr_of_a_symmetric_root(mu, cov, eps):
    variances, axes = torch.linalg.eigh(cov.double())
    upper = torch.linalg.qr(variances.sqrt()[:, None] * axes.T).R
    upper = upper * upper.diagonal().sign()[:, None]
    return (mu + eps.double() @ upper).to(mu.dtype)


@sample_mvn.alternate
def scipy_factor_and_sums(mu, cov, eps):
    factor = scipy.linalg.cholesky(cov.numpy(), lower=True)
    rows = [
        [m + np.dot(f, e) for m, f in zip(mu.numpy(), factor, strict=True)] for e in eps.numpy()
    ]
    return torch.as_tensor(np.array(rows), dtype=mu.dtype)


# 7. mc_expectation


@mc_expectation.alternate
def normal_in_place_and_variance_by_hand(f, mu, sigma, n, generator):
    z = torch.empty(n, dtype=torch.float64).normal_(mu, sigma, generator=generator)
    values = f(z)
    mean = values.sum() / n
    variance = ((values - mean) ** 2).sum() / (n - 1)
    return mean, (variance / n).sqrt()


@mc_expectation.alternate
def inverse_cdf_normals(f, mu, sigma, n, generator):
    u = torch.rand(n, generator=generator, dtype=torch.float64).clamp(min=2.0**-54)
    values = f(mu + sigma * torch.special.ndtri(u))
    return values.mean(), values.std() / n**0.5


@mc_expectation.alternate
def box_muller_numpy(f, mu, sigma, n, generator):
    u = torch.rand(2, n, generator=generator, dtype=torch.float64).numpy()
    noise = np.sqrt(-2 * np.log(1 - u[0])) * np.sin(2 * np.pi * u[1])
    values = f(torch.as_tensor(mu + sigma * noise)).numpy()
    error = np.std(values, ddof=1) / np.sqrt(n)
    return torch.tensor(values.mean()), torch.tensor(error)


@mc_expectation.alternate
def numpy_seeded_from_the_generator(f, mu, sigma, n, generator):
    seed = int(torch.randint(2**62, (), generator=generator))
    z = torch.as_tensor(np.random.default_rng(seed).normal(mu, sigma, n))
    variance, mean = torch.var_mean(f(z))
    return mean, torch.sqrt(variance / n)


@mc_expectation.alternate
def torch_normal_and_standard_library(f, mu, sigma, n, generator):
    z = torch.normal(mu, sigma, (n,), generator=generator, dtype=torch.float64)
    values = f(z).tolist()
    error = statistics.stdev(values) / math.sqrt(n)
    return tuple(torch.tensor(x, dtype=torch.float64) for x in (statistics.fmean(values), error))


@mc_expectation.alternate
def one_draw_at_a_time_and_welford(f, mu, sigma, n, generator):
    draws = [torch.randn((), generator=generator, dtype=torch.float64) for _ in range(n)]
    mean = scatter = torch.zeros((), dtype=torch.float64)
    for k, value in enumerate(f(mu + sigma * torch.stack(draws)), start=1):
        before, mean = mean, mean + (value - mean) / k
        scatter = scatter + (value - before) * (value - mean)
    return mean, (scatter / (n - 1) / n).sqrt()


@mc_expectation.alternate
def polar_method_with_rejection(f, mu, sigma, n, generator):
    accepted = torch.empty(0, dtype=torch.float64)
    while len(accepted) < n:
        x, y = 2 * torch.rand(2, n, generator=generator, dtype=torch.float64) - 1
        square = x**2 + y**2
        inside = (square > 0) & (square < 1)
        x, square = x[inside], square[inside]
        accepted = torch.cat([accepted, x * torch.sqrt(-2 * torch.log(square) / square)])
    values = f(mu + sigma * accepted[:n])
    centred = values - values.mean()
    return values.mean(), torch.linalg.vector_norm(centred) / math.sqrt(n * (n - 1))


@mc_expectation.alternate
def exponential_radius_and_angle(f, mu, sigma, n, generator):
    energy = torch.empty(n, dtype=torch.float64).exponential_(generator=generator)
    angle = torch.empty(n, dtype=torch.float64).uniform_(0, 2 * math.pi, generator=generator)
    values = f(mu + sigma * torch.polar((2 * energy).sqrt(), angle).real)
    return values.mean(), torch.cov(values).div(n).sqrt()


@mc_expectation.alternate
def moments_merged_in_pairs(f, mu, sigma, n, generator):
    def merge(values):
        if len(values) == 1:
            return values[0], torch.zeros_like(values[0])
        half = len(values) // 2
        (mean, scatter), (other, more) = merge(values[:half]), merge(values[half:])
        share, apart = (len(values) - half) / len(values), other - mean
        return mean + share * apart, scatter + more + half * share * apart**2

    noise = torch.randn(n, generator=generator, dtype=torch.float64)
    mean, scatter = merge(f(noise * sigma + mu))
    return mean, torch.sqrt(scatter / (n - 1)) / math.sqrt(n)
