# %% [markdown]
# # HW 5: Adversarial losses (model answers)
#
# A discriminator learns to tell data from fakes, a generator learns from its verdict. What each of
# them minimises decides whether there is anything to learn from.

# %%
import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

# %% [markdown]
# A mean over nothing is NaN, and so is a mean over NaN: four questions refuse both.

# %%
def require_numbers(*tensors: Tensor) -> None:
    """Raise ValueError for a tensor that is empty or holds NaN."""
    for values in tensors:
        if values.numel() == 0:
            raise ValueError("the mean of an empty tensor is undefined")
        if values.isnan().any():
            raise ValueError("logits and scores must not be NaN")


# %% [markdown]
# ## 1. The discriminator and its smoothed labels
#
# With the softplus $\zeta(l) = \log(1 + e^l)$, $-\log D = \zeta(-l)$ and
# $-\log(1 - D) = \zeta(l)$: no probability is ever formed, so none can round to 0 or 1.

# %%
def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    """Cross-entropy of real against the label 1 - smooth plus that of fake against 0."""
    require_numbers(real_logits, fake_logits)
    if not 0 <= smooth < 1:
        raise ValueError("smooth must lie in [0, 1)")
    real = (1 - smooth) * F.softplus(-real_logits) + smooth * F.softplus(real_logits)
    return real.mean() + F.softplus(fake_logits).mean()


# %% [markdown]
# ## 2. Saturating and non-saturating generator losses
#
# Both fall as $D(\text{fake})$ rises; only the second still has a slope where $D$ is sure.

# %%
def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    """Mean log(1 - D) if saturating, mean -log D if not; both are minimised."""
    require_numbers(fake_logits)
    if kind not in ("saturating", "nonsaturating"):
        raise ValueError("kind must be 'saturating' or 'nonsaturating'")
    if kind == "saturating":
        return -F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()


# %% [markdown]
# ## 3. Least-squares GAN

# %%
def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    """Half mean squared distances to the targets 1 (real) and 0 (fake), then to 1 for fakes."""
    require_numbers(real_scores, fake_scores)
    d_loss = ((real_scores - 1) ** 2).mean() / 2 + (fake_scores**2).mean() / 2
    g_loss = ((fake_scores - 1) ** 2).mean() / 2
    return d_loss, g_loss


# %% [markdown]
# ## 4. Hinge GAN

# %%
def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    """Margin losses of the discriminator, then the generator's negative mean score."""
    require_numbers(real_scores, fake_scores)
    d_loss = F.relu(1 - real_scores).mean() + F.relu(1 + fake_scores).mean()
    g_loss = -fake_scores.mean()
    return d_loss, g_loss


# %% [markdown]
# ## 5. Wasserstein critic with gradient penalty
#
# `create_graph=True` keeps the inner derivative differentiable: the penalty has to train the
# critic.

# %%
def wgan_gp_loss(
    critic: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    alpha: Tensor,
    lam: float = 10.0,
) -> tuple[Tensor, Tensor]:
    """The critic's loss mean c(fake) - mean c(real), and lam times its gradient penalty."""
    if real.shape != fake.shape:
        raise ValueError("real and fake must have the same shape")
    if alpha.shape != real.shape[:1]:
        raise ValueError("alpha must have shape (B,)")
    if (alpha < 0).any() or (alpha > 1).any():
        raise ValueError("alpha must lie in [0, 1]")
    if lam < 0:
        raise ValueError("lam must not be negative")
    w = critic(fake).mean() - critic(real).mean()
    share = alpha.reshape(-1, *[1] * (real.ndim - 1))
    x = (share * real + (1 - share) * fake).detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    slope = gradient.flatten(1).norm(dim=1)
    gp = lam * ((slope - 1) ** 2).mean()
    return w, gp


# %% [markdown]
# ## 6. The optimal discriminator and Jensen-Shannon
#
# Where $p_k = q_k = 0$ the ratio is 0/0 and the best guess is 1/2; `xlogy` knows that
# $0 \log 0 = 0$.

# %%
def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The best D for p against q, its value V, and the Jensen-Shannon divergence."""
    if p.ndim != 1:
        raise ValueError("p must be one-dimensional")
    if p.shape != q.shape:
        raise ValueError("p and q must have the same shape")
    if (p < 0).any() or (q < 0).any():
        raise ValueError("probabilities must not be negative")
    if abs(p.sum() - 1) > 1e-4 or abs(q.sum() - 1) > 1e-4:
        raise ValueError("probabilities must sum to 1")
    total = p + q
    possible = torch.where(total > 0, total, torch.ones_like(total))
    d = torch.where(total > 0, p / possible, torch.full_like(p, 0.5))
    value = (torch.xlogy(p, p / possible) + torch.xlogy(q, q / possible)).sum()
    js = value / 2 + math.log(2)
    return d, value, js
