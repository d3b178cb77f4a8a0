# %% [markdown]
# # HW 4: The VAE objective, solution
#
# The evidence lower bound from its parts: reconstruction, KL, the loss that joins them, and what to
# do when no closed form exists. Each function checks its arguments first; then comes the formula.

# %%
import math

import torch
import torch.nn.functional as F
from torch import Tensor

LOG2PI = math.log(2 * math.pi)

# %% [markdown]
# ## 1. Gaussian reconstruction (10 points)
#
# $$\log p(x \mid z) = -\frac12 \sum_i \left[ \log 2\pi + \log\sigma_i^2 +
#   \frac{(x_i - m_i)^2}{\sigma_i^2} \right]$$
#
# Multiplying by `exp(-logvar)` avoids a division by a variance that may have underflowed, and
# `flatten(1)` sums vectors and images alike.


# %%
def broadcasts_to(shape: torch.Size, target: torch.Size) -> bool:
    """Whether a tensor of `shape` can be expanded to exactly `target`."""
    fits = all(a in (1, b) for a, b in zip(reversed(shape), reversed(target), strict=False))
    return len(shape) <= len(target) and fits


def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    """Log-likelihood of each example under a Gaussian decoder, in nats."""
    if x.ndim < 2:
        raise ValueError(f"x needs a batch dimension and at least one more, got {x.shape}")
    if mean.shape != x.shape:
        raise ValueError(f"mean has shape {mean.shape}, x has {x.shape}")
    if not broadcasts_to(logvar.shape, x.shape):
        raise ValueError(f"logvar of shape {logvar.shape} does not broadcast to {x.shape}")
    terms = LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar)
    return -0.5 * terms.flatten(1).sum(1)


# %% [markdown]
# ## 2. Bernoulli reconstruction from logits (12 points)
#
# $$\log p(x \mid z) = \sum_i \Big[ x_i \log \operatorname{sigmoid}(l_i) +
#   (1 - x_i) \log \operatorname{sigmoid}(-l_i) \Big]$$
#
# The probability of black, $1 - \operatorname{sigmoid}(l)$, is $\operatorname{sigmoid}(-l)$, and
# `logsigmoid` starts from the logit, so nothing saturates.


# %%
def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    """Log-likelihood of each example under a Bernoulli decoder, in nats."""
    if x.shape != logits.shape:
        raise ValueError(f"x has shape {x.shape}, logits have {logits.shape}")
    if (x < 0).any() or (x > 1).any():
        raise ValueError("targets must lie in [0, 1]")
    white, black = F.logsigmoid(logits), F.logsigmoid(-logits)
    return (x * white + (1 - x) * black).flatten(1).sum(1)


# %% [markdown]
# ## 3. KL to the standard normal prior (14 points)
#
# $$\mathrm{KL}(q \,\|\, p) = \frac12 \sum_{d=1}^{D}
#   \left[ \mu_d^2 + \sigma_d^2 - \log\sigma_d^2 - 1 \right]$$


# %%
def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(q || p) of q = N(mu, diag exp(logvar)) from the prior p = N(0, I), in nats."""
    if mu.ndim != 2:
        raise ValueError(f"mu must have shape (B, D), got {mu.shape}")
    if logvar.shape != mu.shape:
        raise ValueError(f"logvar has shape {logvar.shape}, mu has {mu.shape}")
    return 0.5 * (mu**2 + torch.exp(logvar) - logvar - 1).sum(1)


# %% [markdown]
# ## 4. KL between two diagonal Gaussians (16 points)
#
# $$\mathrm{KL}(q \,\|\, p) = \frac12 \sum_{d=1}^{D} \left[
#   \log\frac{\sigma_{p,d}^2}{\sigma_{q,d}^2} +
#   \frac{\sigma_{q,d}^2 + (\mu_{q,d} - \mu_{p,d})^2}{\sigma_{p,d}^2} - 1 \right]$$
#
# The ratio of variances is the exponential of a difference, so neither is formed alone.


# %%
def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    """KL(q || p) between two Gaussians with diagonal covariance, in nats."""
    if mu_q.ndim != 2:
        raise ValueError(f"mu_q must have shape (B, D), got {mu_q.shape}")
    if logvar_q.shape != mu_q.shape:
        raise ValueError(f"logvar_q has shape {logvar_q.shape}, mu_q has {mu_q.shape}")
    if mu_p.shape not in (mu_q.shape, mu_q.shape[1:]):
        raise ValueError(f"mu_p must have shape (B, D) or (D,), got {mu_p.shape}")
    if logvar_p.shape not in (mu_q.shape, mu_q.shape[1:]):
        raise ValueError(f"logvar_p must have shape (B, D) or (D,), got {logvar_p.shape}")
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * torch.exp(-logvar_p)
    return 0.5 * (torch.exp(log_ratio) - log_ratio + distance - 1).sum(1)


# %% [markdown]
# ## 5. The VAE loss (16 points)
#
# $$\mathcal L(x) = -\log p(x \mid z) + \beta \, \mathrm{KL}\big(q(z \mid x) \,\|\, p(z)\big)$$
#
# The two parts check their own arguments; what is left to check is how they fit together.


# %%
def negative_elbo(
    x: Tensor,
    logits: Tensor,
    mu: Tensor,
    logvar: Tensor,
    beta: float = 1.0,
    reduction: str = "mean",
) -> Tensor:
    """The loss of a VAE with Bernoulli decoder and standard normal prior, to be minimised."""
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"reduction must be 'mean', 'sum' or 'none', got {reduction!r}")
    if beta < 0:
        raise ValueError(f"beta must not be negative, got {beta}")
    if len(x) == 0:
        raise ValueError("the batch is empty")
    log_likelihood = bernoulli_log_likelihood(x, logits)
    kl = kl_standard_normal(mu, logvar)
    if log_likelihood.shape != kl.shape:
        raise ValueError(f"{len(x)} examples, but codes for {len(mu)}")
    loss = beta * kl - log_likelihood
    if reduction == "mean":
        return loss.mean()
    return loss.sum() if reduction == "sum" else loss


# %% [markdown]
# ## 6. KL by Monte Carlo (16 points)
#
# $$\widehat{\mathrm{KL}} = \frac1S \sum_{s=1}^{S} \big[ \log q(z_s) - \log p(z_s) \big],
#   \qquad z_s = \mu + \sigma \, \varepsilon_s$$
#
# At $z = \mu + \sigma \varepsilon$ the log-density of $q$ is that of $\varepsilon$ less
# $\log\sigma$, and $\log 2\pi$ cancels. The gradient is still the full one: its path through $z$
# and its path through $\mu$ and $\sigma$ have cancelled in $(z - \mu) / \sigma = \varepsilon$.


# %%
def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """Monte Carlo estimate of KL(q || N(0, I)) for q = N(mu, diag exp(logvar)), in nats."""
    if logvar.shape != mu.shape:
        raise ValueError(f"logvar has shape {logvar.shape}, mu has {mu.shape}")
    if eps.shape[1:] != mu.shape:
        raise ValueError(f"eps must have shape (S, B, D), got {eps.shape} for mu {mu.shape}")
    if len(eps) == 0:
        raise ValueError("at least one sample is needed")
    z = mu + torch.exp(0.5 * logvar) * eps
    log_q = -0.5 * (eps**2 + logvar)
    log_p = -0.5 * z**2
    return (log_q - log_p).sum(2).mean(0)


# %% [markdown]
# ## 7. The importance-weighted bound (16 points)
#
# $$\mathcal L_S = \log \frac1S \sum_{s=1}^{S} \frac{p(x \mid z_s)\, p(z_s)}{q(z_s \mid x)}$$


# %%
def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    """Importance-weighted lower bound on log p(x) of each example, in nats."""
    if log_pz.shape != log_px_z.shape:
        raise ValueError(f"log_pz has shape {log_pz.shape}, log_px_z has {log_px_z.shape}")
    if log_qz.shape != log_px_z.shape:
        raise ValueError(f"log_qz has shape {log_qz.shape}, log_px_z has {log_px_z.shape}")
    if len(log_px_z) == 0:
        raise ValueError("at least one sample is needed")
    log_weights = log_px_z + log_pz - log_qz
    return torch.logsumexp(log_weights, dim=0) + math.log(1 / len(log_weights))
