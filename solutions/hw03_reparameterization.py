# %% [markdown]
# # HW 3: Gradients through randomness (solution)
#
# Four ways to get a gradient past a random draw. Each cell holds one question's model answer:
# first what the contract forbids, then the formula.

# %%
import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

# %% [markdown]
# ## 1. The reparameterization trick with log-variance
#
# $$z = \mu + e^{\text{logvar}/2}\,\varepsilon$$
#
# Half the log-variance is the log of the standard deviation.


# %%
def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """Turn standard normal noise into a sample of N(mu, exp(logvar))."""
    if mu.shape != logvar.shape or mu.shape != eps.shape:
        raise ValueError("mu, logvar and eps must have the same shape")
    if logvar.isnan().any():
        raise ValueError("logvar must not be NaN")
    if logvar.isposinf().any():
        raise ValueError("logvar must not be +inf")
    return mu + torch.exp(0.5 * logvar) * eps


# %% [markdown]
# ## 2. Gradient of an expectation through the sample
#
# $$J = \frac1n\sum_i f\big(\mu + e^{\text{logvar}/2}\,\varepsilon_i\big)$$
#
# Fresh leaves keep the caller's tensors out of the graph, and `torch.autograd.grad` returns the
# gradients instead of storing them.


# %%
def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    """Differentiate the average of f over reparameterized samples."""
    if eps.ndim != 2:
        raise ValueError("eps must be (n, D)")
    if mu.shape != eps.shape[1:]:
        raise ValueError("mu must be (D,)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must be (D,)")
    if eps.shape[0] == 0:
        raise ValueError("there must be at least one sample")
    mean = mu.detach().clone().requires_grad_()
    log_variance = logvar.detach().clone().requires_grad_()
    objective = f(mean + torch.exp(0.5 * log_variance) * eps).mean()
    to_mu, to_logvar = torch.autograd.grad(objective, (mean, log_variance))
    return to_mu, to_logvar


# %% [markdown]
# ## 3. Score-function (REINFORCE) gradient
#
# $$\frac1n\sum_i (f_i-b)\,\frac{z_i-\mu}{\sigma^2},\qquad
# \frac1n\sum_i (f_i-b)\,\frac12\Big(\frac{(z_i-\mu)^2}{\sigma^2}-1\Big)$$


# %%
def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Estimate the gradient of E[f(z)] from values of f alone."""
    if z.ndim != 2:
        raise ValueError("z must be (n, D)")
    if z.shape[0] == 0:
        raise ValueError("there must be at least one sample")
    if fz.shape != z.shape[:1]:
        raise ValueError("fz must be (n,)")
    if mu.shape != z.shape[1:]:
        raise ValueError("mu must be (D,)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must be (D,)")
    if not logvar.isfinite().all():
        raise ValueError("logvar must be finite")
    weight = (fz - baseline).unsqueeze(1)
    away = z - mu
    precision = torch.exp(-logvar)
    to_mu = (weight * away * precision).mean(dim=0)
    to_logvar = (weight * (away**2 * precision - 1) / 2).mean(dim=0)
    return to_mu, to_logvar


# %% [markdown]
# ## 4. Gumbel-softmax
#
# $$y = \operatorname{softmax}\!\Big(\frac{\text{logits} - \log(-\log u)}{\tau}\Big)$$
#
# `one_hot - y.detach() + y` has the value of `one_hot` and the gradient of `y`. The class is chosen
# before the division by $\tau$: a huge temperature rounds all entries of y to the same number.


# %%
def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    """Relax a categorical sample; with hard=True make it one-hot, straight-through."""
    if logits.shape != u.shape:
        raise ValueError("logits and u must have the same shape")
    if tau <= 0:
        raise ValueError("tau must be positive")
    if (u <= 0).any():
        raise ValueError("u must be above 0")
    if (u >= 1).any():
        raise ValueError("u must be below 1")
    scores = logits - torch.log(-torch.log(u))
    y = torch.softmax(scores / tau, dim=-1)
    if not hard:
        return y
    one_hot = F.one_hot(scores.argmax(dim=-1), y.shape[-1]).to(y.dtype)
    return one_hot - y.detach() + y


# %% [markdown]
# ## 5. Same gradient, very different noise
#
# Pathwise $f'(z_i)$ in row 0, score function $f(z_i)(z_i-\mu)/\sigma^2$ in row 1.


# %%
def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    """Tabulate mean and sample variance of single-sample gradients of both estimators."""
    if sigma <= 0:
        raise ValueError("sigma must be positive")
    if len(eps) < 2:
        raise ValueError("a sample variance needs two samples")
    z = (mu + sigma * eps).detach().requires_grad_()
    values = f(z)
    (pathwise,) = torch.autograd.grad(values.sum(), z)
    score = (values * (z - mu) / sigma**2).detach()
    gradients = torch.stack([pathwise, score])
    return torch.stack([gradients.mean(dim=1), gradients.var(dim=1)], dim=1)


# %% [markdown]
# ## 6. Reparameterizing a full-covariance posterior
#
# $$z = \mu + L\varepsilon,\qquad
# \log q(z) = -\tfrac12\lVert\varepsilon\rVert^2 - \sum_i\log L_{ii} - \tfrac D2\log 2\pi$$


# %%
def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    """Sample from N(mu, L L^T) with L made from raw, and return its log-density, too."""
    if mu.ndim != 2:
        raise ValueError("mu must be (B, D)")
    if eps.shape != mu.shape:
        raise ValueError("eps must be shaped like mu")
    if raw.shape != (*mu.shape, mu.shape[1]):
        raise ValueError("raw must be (B, D, D)")
    diagonal = F.softplus(raw.diagonal(dim1=-2, dim2=-1))
    factor = torch.tril(raw, diagonal=-1) + torch.diag_embed(diagonal)
    z = mu + (factor @ eps.unsqueeze(-1)).squeeze(-1)
    constant = 0.5 * mu.shape[1] * math.log(2 * math.pi)
    logq = -0.5 * (eps**2).sum(dim=-1) - diagonal.log().sum(dim=-1) - constant
    return z, logq


# %% [markdown]
# A variational autoencoder needs the first of these; the next assignment builds its loss.
