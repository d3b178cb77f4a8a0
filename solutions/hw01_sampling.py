# %% [markdown]
# # HW 1: Sampling and Monte Carlo, model answers
#
# Every generative model ends in a sampler. Here they are built from two ingredients, uniform and
# normal noise, and in the end we measure how far to trust an average of samples.

# %%
import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor

# %% [markdown]
# ## 1. The law of large numbers, watched (10 points)
#
# $$ m_k = \frac{1}{k} \sum_{i=1}^{k} x_i $$
#
# One cumulative sum, divided by how many observations each entry has seen: $1, 2, \dots, n$.


# %%
def running_mean(x: Tensor) -> Tensor:
    """All partial averages of x (n, ...) along dim 0."""
    if x.ndim == 0:
        raise ValueError("x must have at least one dimension")
    if x.shape[0] == 0:
        raise ValueError("x must hold at least one observation")
    x = x if x.is_floating_point() else x.to(torch.float32)
    count = torch.arange(1, x.shape[0] + 1, dtype=x.dtype)
    return x.cumsum(0) / count.reshape(-1, *[1] * (x.ndim - 1))


# %% [markdown]
# ## 2. From standard normal to any normal (10 points)
#
# $$ z = \mu + \sigma \varepsilon, \qquad \varepsilon \sim \mathcal{N}(0, 1) $$
#
# Note that `not (sigma >= 0).all()` also catches NaN, which `(sigma < 0).any()` lets through.


# %%
def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    """Draws from N(mu, sigma^2), made from standard normal eps."""
    try:
        torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError as error:
        raise ValueError("mu, sigma and eps must broadcast") from error
    if not (sigma >= 0).all():
        raise ValueError("sigma must not be negative or NaN")
    return mu + sigma * eps


# %% [markdown]
# ## 3. Inverse-CDF sampling (12 points)
#
# Solve $u = F(x) = 1 - e^{-\lambda x}$ for $x$:
#
# $$ F^{-1}(u) = -\frac{\log(1 - u)}{\lambda} $$
#
# `log1p(-u)` is log(1 - u) without ever forming 1 - u, which would round a tiny u away.


# %%
def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    """The exponential quantile of u in [0, 1) at the given rate."""
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & rate.isfinite()).all():
        raise ValueError("rate must be positive and finite")
    return -torch.log1p(-u) / rate


# %% [markdown]
# ## 4. Categorical sampling (14 points)
#
# $$ k(u) = \min \Bigl\{ k : u < \frac{w_0 + \dots + w_k}{w_0 + \dots + w_{K-1}} \Bigr\} $$
#
# The cumulative weights cut [0, 1) into intervals, `right=True` gives a boundary to the next one.
# Rounding can leave the last boundary a little below 1; the clamp to the last class of positive
# weight takes care of that.


# %%
def require_weights_and_uniforms(weights: Tensor, u: Tensor) -> None:
    """Raise ValueError unless weights can be normalised and u lies in [0, 1)."""
    if not ((weights >= 0) & weights.isfinite()).all():
        raise ValueError("weights must be finite and not negative")
    if not weights.sum() > 0:
        raise ValueError("one weight at least must be positive")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")


def first_class_above(weights: Tensor, u: Tensor) -> Tensor:
    """The rule itself; weights and u have been looked at before."""
    boundaries = weights.cumsum(0) / weights.sum()
    last_possible = int(weights.nonzero().max())
    return torch.searchsorted(boundaries, u, right=True).clamp(max=last_possible)


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    """For every u the first class whose cumulative probability exceeds it."""
    require_weights_and_uniforms(weights, u)
    return first_class_above(weights, u)


# %% [markdown]
# ## 5. Correlated Gaussians (16 points)
#
# $$ \Sigma = L L^\top, \qquad x_n = \mu + L \varepsilon_n $$
#
# The samples are rows, and $(L \varepsilon_n)^\top = \varepsilon_n^\top L^\top$: so the factor
# is transposed and stands on the right.


# %%
def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    """Rows of N(mu, cov), made from rows of standard normal eps (n, D)."""
    if mu.ndim != 1 or cov.shape != (len(mu), len(mu)):
        raise ValueError("mu must be (D,) and cov (D, D)")
    if eps.ndim != 2 or eps.shape[1] != len(mu):
        raise ValueError("eps must be (n, D)")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov must be symmetric")
    factor, info = torch.linalg.cholesky_ex(cov)
    if info > 0:
        raise ValueError("cov must be positive definite")
    return mu + eps @ factor.T


# %% [markdown]
# ## 6. Ancestral sampling from a mixture (18 points)
#
# $$ k_n \sim \mathrm{Categorical}(w), \qquad
#    x_n = \mu_{k_n} + \sigma_{k_n} \odot \varepsilon_n $$
#
# Parents first. Indexing with the vector k picks one row of means and stds for every sample.


# %%
def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    """Samples (n, D) of a mixture of diagonal Gaussians, and the component (n,) of each."""
    if means.ndim != 2 or stds.shape != means.shape or weights.shape != means.shape[:1]:
        raise ValueError("weights must be (K,), means and stds (K, D)")
    if u.ndim != 1 or eps.shape != (len(u), means.shape[1]):
        raise ValueError("u must be (n,) and eps (n, D)")
    if (stds < 0).any():
        raise ValueError("stds must not be negative")
    require_weights_and_uniforms(weights, u)
    k = first_class_above(weights, u)
    return means[k] + stds[k] * eps, k


# %% [markdown]
# ## 7. Monte Carlo with an error bar (20 points)
#
# $$ \hat{m} = \frac{1}{n} \sum_{i=1}^{n} f(z_i), \qquad
#    \mathrm{SE} = \frac{s}{\sqrt{n}}, \qquad
#    s^2 = \frac{1}{n - 1} \sum_{i=1}^{n} \bigl( f(z_i) - \hat{m} \bigr)^2 $$
#
# `Tensor.std` divides by n - 1 unless told otherwise.


# %%
def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    """Estimate of E[f(z)] for z ~ N(mu, sigma^2), and its standard error."""
    if n < 2:
        raise ValueError("a standard error needs two draws at least")
    if sigma < 0:
        raise ValueError("sigma must not be negative")
    z = mu + sigma * torch.randn(n, generator=generator, dtype=torch.float64)
    values = f(z)
    return values.mean(), values.std() / math.sqrt(n)
