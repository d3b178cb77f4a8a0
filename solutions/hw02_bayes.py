# %% [markdown]
# # HW 2: Bayes' rule, and what a generative model knows
#
# Model answers. Every function checks its arguments first and computes afterwards.

# %%
import math

import torch
import torch.nn.functional as F
from torch import Tensor


def require_log_table(log_prior: Tensor, log_lik: Tensor) -> None:
    """Raise ValueError unless log_prior is (K,), log_lik (N, K), without NaN and +inf."""
    if log_prior.ndim != 1:
        raise ValueError("log_prior needs shape (K,)")
    if log_lik.ndim != 2:
        raise ValueError("log_lik needs shape (N, K)")
    if log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("log_prior and log_lik list different numbers of hypotheses")
    if log_prior.isnan().any():
        raise ValueError("log_prior holds NaN")
    if log_lik.isnan().any():
        raise ValueError("log_lik holds NaN")
    if (log_prior == math.inf).any():
        raise ValueError("log_prior holds +inf")
    if (log_lik == math.inf).any():
        raise ValueError("log_lik holds +inf")


# %% [markdown]
# ## 1. The evidence, in log space (10 points)
# $$\log p(x_n) = \log \sum_k \exp\bigl(\log p(x_n \mid k) + \log p(k)\bigr)$$


# %%
def log_evidence(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    """Log evidence of every observation."""
    require_log_table(log_prior, log_lik)
    return torch.logsumexp(log_prior + log_lik, dim=1)


# %% [markdown]
# ## 2. Bayes' rule, in log space (12 points)
# $$\log p(k \mid x_n) = \log p(x_n \mid k) + \log p(k) - \log p(x_n)$$


# %%
def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    """Log posterior of every hypothesis for every observation."""
    require_log_table(log_prior, log_lik)
    if (log_prior + log_lik == -math.inf).all(dim=1).any():
        raise ValueError("an observation is impossible under every hypothesis")
    joint = log_prior + log_lik
    return joint - torch.logsumexp(joint, dim=1, keepdim=True)


# %% [markdown]
# ## 3. A belief about a number (16 points)
# $$\frac{1}{v_n} = \frac{1}{v_0} + \frac{n}{v}, \qquad
# m_n = v_n \left(\frac{m_0}{v_0} + \frac{\sum_i x_i}{v}\right)$$


# %%
def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    """Mean and variance of the posterior of a Gaussian's mean."""
    if not math.isfinite(mu0):
        raise ValueError("mu0 must be finite")
    if not math.isfinite(var0):
        raise ValueError("var0 must be finite")
    if not math.isfinite(var):
        raise ValueError("var must be finite")
    if var0 <= 0:
        raise ValueError("var0 must be positive")
    if var <= 0:
        raise ValueError("var must be positive")
    if x.ndim != 1:
        raise ValueError("x needs shape (n,)")
    if not x.isfinite().all():
        raise ValueError("x must be finite")
    precision = 1 / var0 + x.numel() / var
    mean = (mu0 / var0 + x.sum() / var) / precision
    return mean, torch.tensor(1 / precision, dtype=x.dtype)


# %% [markdown]
# ## 4. A classifier out of a generative model (18 points)
# $$\log p(y = k \mid x) = \log \pi_k + \sum_d \log \mathcal N(x_d; \mu_{kd}, v_{kd})
# - \log p(x)$$


# %%
def gnb_log_posterior(x: Tensor, log_prior: Tensor, means: Tensor, variances: Tensor) -> Tensor:
    """Log posterior of every class under Gaussian naive Bayes."""
    if x.ndim != 2:
        raise ValueError("x needs shape (N, D)")
    if log_prior.ndim != 1:
        raise ValueError("log_prior needs shape (K,)")
    if means.shape != (log_prior.shape[0], x.shape[1]):
        raise ValueError("means needs shape (K, D)")
    if variances.shape != means.shape:
        raise ValueError("variances needs shape (K, D)")
    if (variances <= 0).any():
        raise ValueError("variances must be positive")
    squared = (x[:, None, :] - means) ** 2
    log_lik = -0.5 * (squared / variances + torch.log(2 * math.pi * variances)).sum(dim=2)
    return torch.log_softmax(log_prior + log_lik, dim=1)


# %% [markdown]
# ## 5. Logistic regression, hidden in two Gaussians (20 points)
# $$w = \Sigma^{-1}(\mu_1 - \mu_0), \qquad b = -\tfrac12 \mu_1^\top \Sigma^{-1} \mu_1
# + \tfrac12 \mu_0^\top \Sigma^{-1} \mu_0 + \log \frac{\pi_1}{1 - \pi_1}$$


# %%
def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    """Weights and bias of the logit of class 1."""
    if not 0 < prior1 < 1:
        raise ValueError("prior1 must lie strictly between 0 and 1")
    if mu0.ndim != 1:
        raise ValueError("mu0 needs shape (D,)")
    if mu1.shape != mu0.shape:
        raise ValueError("mu1 needs the shape of mu0")
    if cov.shape != (mu0.shape[0], mu0.shape[0]):
        raise ValueError("cov needs shape (D, D)")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov must be symmetric")
    if torch.linalg.cholesky_ex(cov).info != 0:
        raise ValueError("cov must be positive definite")
    w = torch.linalg.solve(cov, mu1 - mu0)
    b = -0.5 * (mu1 + mu0) @ w + math.log(prior1 / (1 - prior1))
    return w, b


# %% [markdown]
# ## 6. Learning p(x, y) by counting (24 points)
# $$\pi_k = \frac{N_k}{N}, \qquad \theta_{kd} = \frac{c_{kd} + \alpha}{N_k + 2\alpha}$$


# %%
def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    """Log class frequencies and smoothed log feature probabilities."""
    if X.shape[0] != y.shape[0]:
        raise ValueError("X and y hold different numbers of examples")
    if X.shape[0] == 0:
        raise ValueError("no examples to learn from")
    if not ((X == 0) | (X == 1)).all():
        raise ValueError("X must hold zeros and ones only")
    if (y < 0).any():
        raise ValueError("labels start at 0")
    if (y >= num_classes).any():
        raise ValueError("labels end at num_classes - 1")
    if alpha <= 0:
        raise ValueError("alpha must be positive")
    member = F.one_hot(y, num_classes).to(X.dtype)
    size = member.sum(dim=0)
    ones = member.T @ X
    theta = (ones + alpha) / (size[:, None] + 2 * alpha)
    return torch.log(size / X.shape[0]), torch.log(theta)
