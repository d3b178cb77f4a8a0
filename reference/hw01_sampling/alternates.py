"""Right answers in other styles: each must pass every check, as a student's would."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch.distributions import Exponential, MultivariateNormal, Normal

from . import (
    gaussian_affine,
    mc_expectation,
    running_mean,
    sample_categorical,
    sample_exponential,
    sample_gmm,
    sample_mvn,
)

# 1. running_mean


@running_mean.alternate
def incremental_loop(x):
    x = x if x.is_floating_point() else x.to(torch.float32)
    mean, means = torch.zeros_like(x[0]), []
    for k, observation in enumerate(x, start=1):
        mean = mean + (observation - mean) / k
        means.append(mean)
    return torch.stack(means)


@running_mean.alternate
def triangular_matmul(x):
    x = x if x.is_floating_point() else x.float()
    n = x.shape[0]
    weights = torch.ones(n, n, dtype=x.dtype).tril()
    weights = weights / weights.sum(1, keepdim=True)
    return (weights @ x.reshape(n, -1)).reshape(x.shape)


@running_mean.alternate
def numpy_prefix_means(x):
    values = x.numpy()
    means = np.stack([values[: k + 1].mean(axis=0) for k in range(len(values))])
    return torch.as_tensor(means).to(x.dtype if x.is_floating_point() else torch.float32)


# 2. gaussian_affine


@gaussian_affine.alternate
def addcmul(mu, sigma, eps):
    return torch.addcmul(mu, sigma, eps)


@gaussian_affine.alternate
def element_loop(mu, sigma, eps):
    mu, sigma, eps = torch.broadcast_tensors(mu, sigma, eps)
    draws = [m + s * e for m, s, e in zip(mu.ravel(), sigma.ravel(), eps.ravel(), strict=True)]
    return torch.stack(draws).reshape(mu.shape)


@gaussian_affine.alternate
def numpy_inside(mu, sigma, eps):
    return torch.as_tensor(mu.numpy() + sigma.numpy() * eps.numpy())


@gaussian_affine.alternate
def normal_object(mu, sigma, eps):
    normal = Normal(mu, sigma, validate_args=False)
    return normal.loc + normal.scale * eps


# 3. sample_exponential


@sample_exponential.alternate
def torch_icdf(u, rate):
    return Exponential(rate, validate_args=False).icdf(u)


@sample_exponential.alternate
def numpy_log1p(u, rate):
    return torch.as_tensor(np.negative(np.log1p(-u.numpy())) / rate.numpy())


@sample_exponential.alternate
def atanh_identity(u, rate):
    return 2 * torch.atanh(u / (2 - u)) / rate


@sample_exponential.alternate
def element_by_element(u, rate):
    u, rate = torch.broadcast_tensors(u, rate)
    pairs = zip(u.ravel().tolist(), rate.ravel().tolist(), strict=True)
    waits = [-math.log1p(-level) / speed for level, speed in pairs]
    return torch.tensor(waits, dtype=u.dtype).reshape(u.shape)


# 4. sample_categorical


@sample_categorical.alternate
def compare_and_sum(weights, u):
    k = (u.unsqueeze(-1) >= (weights / weights.sum()).cumsum(0)).sum(-1)
    return k.clamp(max=int(torch.where(weights > 0)[0][-1]))


@sample_categorical.alternate
def python_loop(weights, u):
    weighted = weights.tolist()
    total = sum(weighted)
    last = max(k for k, weight in enumerate(weighted) if weight > 0)

    def scan(level):
        reached = 0.0
        for k, weight in enumerate(weighted):
            reached += weight
            if level * total < reached:
                return k
        return last

    classes = [scan(level) for level in u.ravel().tolist()]
    return torch.tensor(classes, dtype=torch.int64).reshape(u.shape)


@sample_categorical.alternate
def numpy_searchsorted(weights, u):
    positive = np.flatnonzero(weights.numpy())
    edges = np.cumsum(weights.numpy()[positive])[:-1]  # the last boundary is never looked at
    pieces = np.searchsorted(edges, u.numpy() * weights.sum().item(), side="right")
    return torch.as_tensor(positive[pieces])


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


# 6. sample_gmm


def _components(weights, u):
    k = (u.unsqueeze(-1) >= weights.cumsum(0) / weights.sum()).sum(-1)
    return k.clamp(max=int(weights.nonzero().max()))


@sample_gmm.alternate
def onehot_matmul(weights, means, stds, u, eps):
    k = _components(weights, u)
    chosen = F.one_hot(k, len(weights)).to(means.dtype)
    return chosen @ means + (chosen @ stds) * eps, k


@sample_gmm.alternate
def sample_loop(weights, means, stds, u, eps):
    x, k = torch.zeros_like(eps), torch.zeros(len(u), dtype=torch.int64)
    for n in range(len(u)):
        k[n] = _components(weights, u[n])
        x[n] = means[k[n]] + stds[k[n]] * eps[n]
    return x, k


@sample_gmm.alternate
def mask_per_component(weights, means, stds, u, eps):
    k = _components(weights, u)
    x = torch.empty_like(eps)
    for index in range(len(weights)):
        mine = k == index
        x[mine] = means[index] + stds[index] * eps[mine]
    return x, k


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
