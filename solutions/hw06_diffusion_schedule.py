# %% [markdown]
# # HW 6: Diffusion, step by step (model answers)
#
# A schedule says how fast an image drowns in noise; everything else is Gaussian arithmetic with
# its numbers. Each function first refuses what its contract forbids, then holds the formula.

# %%
import math
from collections.abc import Callable

import torch
from torch import Tensor

# %% [markdown]
# Two kinds of step occur: one for each example of a batch, in a tensor, and one for the whole
# batch, as an int.


# %%
def require_step_each(x: Tensor, other: Tensor, t: Tensor, values: Tensor) -> None:
    """Raise ValueError unless t names an entry of `values` for each example of x and other."""
    if x.shape != other.shape:
        raise ValueError("the two batches must have the same shape")
    if values.ndim != 1:
        raise ValueError("a schedule must be one-dimensional")
    if t.shape != x.shape[:1]:
        raise ValueError("t must have shape (B,)")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if (t < 0).any():
        raise ValueError("t must not be negative")
    if (t >= len(values)).any():
        raise ValueError("t must be below T")


def require_step(t: int, values: Tensor, first: int = 0) -> None:
    """Raise ValueError unless t is an int that names an entry of `values`, or is `first`."""
    if values.ndim != 1:
        raise ValueError("a schedule must be one-dimensional")
    if not isinstance(t, int) or t < first:
        raise ValueError(f"a step must be an int of at least {first}")
    if t >= len(values):
        raise ValueError(f"a step must be below {len(values)}")


def require_between_zero_and_one(values: Tensor) -> None:
    """Raise ValueError unless all entries lie in the open interval (0, 1)."""
    if (values <= 0).any():
        raise ValueError("a schedule must be positive")
    if (values >= 1).any():
        raise ValueError("a schedule must stay below 1")


def amplitudes(alpha_bar: Tensor, t: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """Amplitudes of signal and noise at step t, shaped to multiply the batch x."""
    share = alpha_bar[t].to(x.dtype).reshape(-1, *[1] * (x.ndim - 1))
    return share.sqrt(), (1 - share).sqrt()


# %% [markdown]
# ## 1. Noise schedules
#
# The cosine schedule fixes $\bar\alpha$ first and derives each $\beta$ from a ratio of neighbours;
# clipping changes $\beta$, so $\bar\alpha$ is multiplied up anew.


# %%
def make_schedule(
    num_steps: int,
    kind: str = "linear",
    beta_start: float = 0.0001,
    beta_end: float = 0.02,
    s: float = 0.008,
    max_beta: float = 0.999,
) -> tuple[Tensor, Tensor]:
    """The betas of a schedule, and the share of signal that is left after each step."""
    if not isinstance(num_steps, int) or num_steps < 1:
        raise ValueError("num_steps must be an int of at least 1")
    if kind not in ("linear", "cosine"):
        raise ValueError("kind must be 'linear' or 'cosine'")
    if beta_start <= 0:
        raise ValueError("beta_start must be positive")
    if beta_end < beta_start:
        raise ValueError("beta_end must not be below beta_start")
    if beta_end >= 1:
        raise ValueError("beta_end must be below 1")
    if s < 0:
        raise ValueError("s must not be negative")
    if max_beta <= 0:
        raise ValueError("max_beta must be positive")
    if max_beta >= 1:
        raise ValueError("max_beta must be below 1")
    if kind == "linear":
        betas = torch.linspace(beta_start, beta_end, num_steps, dtype=torch.float64)
    else:
        u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
        f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
        betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, dim=0)


# %% [markdown]
# ## 2. Jumping to step t
#
# $$x_t = \sqrt{\bar\alpha_t}\,x_0 + \sqrt{1 - \bar\alpha_t}\,\varepsilon$$


# %%
def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    """Noise each example of x0 up to its own step t."""
    if x0.ndim < 2:
        raise ValueError("x0 must be at least 2-D")
    require_step_each(x0, eps, t, alpha_bar)
    if (alpha_bar < 0).any():
        raise ValueError("alpha_bar must not be negative")
    if (alpha_bar > 1).any():
        raise ValueError("alpha_bar must not exceed 1")
    a, s = amplitudes(alpha_bar, t, x0)
    return a * x0 + s * eps


# %% [markdown]
# ## 3. The posterior of one step
#
# Before the first step nothing is noised: $\bar\alpha_{-1} = 1$ goes in front.


# %%
def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and variance of x_{t-1} given x_t and x_0."""
    require_step_each(x0, xt, t, betas)
    require_between_zero_and_one(betas)
    alpha_bar = torch.cumprod(1 - betas, dim=0)
    before = torch.cat([torch.ones_like(alpha_bar[:1]), alpha_bar[:-1]])
    of_x0 = before.sqrt() * betas / (1 - alpha_bar)
    of_xt = (1 - betas).sqrt() * (1 - before) / (1 - alpha_bar)
    variance = betas * (1 - before) / (1 - alpha_bar)
    column = (-1, *[1] * (x0.ndim - 1))
    mean = of_x0[t].reshape(column) * x0 + of_xt[t].reshape(column) * xt
    return mean, variance[t]


# %% [markdown]
# ## 4. Three names for one prediction
#
# From whatever is given, find $x_0$ and $\varepsilon$; every target is made of these two.


# %%
def convert_prediction(
    pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str, target: str
) -> Tensor:
    """Turn a prediction of one of eps, x0 and v into another."""
    if source not in ("eps", "x0", "v"):
        raise ValueError("source must be 'eps', 'x0' or 'v'")
    if target not in ("eps", "x0", "v"):
        raise ValueError("target must be 'eps', 'x0' or 'v'")
    require_step_each(xt, pred, t, alpha_bar)
    if source == "eps" and target != "eps" and (alpha_bar[t] == 0).any():
        raise ValueError("at alpha_bar = 0 nothing of x0 is left in x_t")
    if source == "x0" and target != "x0" and (alpha_bar[t] == 1).any():
        raise ValueError("at alpha_bar = 1 there is no noise in x_t")
    if source == target:
        return pred
    a, s = amplitudes(alpha_bar, t, xt)
    if source == "eps":
        x0, eps = (xt - s * pred) / a, pred
    elif source == "x0":
        x0, eps = pred, (xt - a * pred) / s
    else:
        x0, eps = a * xt - s * pred, s * xt + a * pred
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


# %% [markdown]
# ## 5. The loss
#
# $\min(\text{SNR}, \gamma) / \text{SNR} = \min(1, \gamma / \text{SNR})$, and
# $\gamma / \text{SNR} = \gamma (1 - \bar\alpha) / \bar\alpha$ has the right limits at both ends.


# %%
def diffusion_loss(
    model: Callable[[Tensor, Tensor], Tensor],
    x0: Tensor,
    t: Tensor,
    eps: Tensor,
    alpha_bar: Tensor,
    gamma: float | None = None,
) -> Tensor:
    """Mean squared error of the model's guess of eps, weighted by min-SNR if gamma is given."""
    if gamma is not None and gamma <= 0:
        raise ValueError("gamma must be positive")
    xt = q_sample(x0, t, eps, alpha_bar)
    errors = ((model(xt, t) - eps) ** 2).flatten(1).mean(dim=1)
    if gamma is not None:
        share = alpha_bar[t].to(x0.dtype)
        errors = errors * (gamma * (1 - share) / share).clamp(max=1)
    return errors.mean()


# %% [markdown]
# ## 6. One reverse step of DDPM
#
# At $t = 0$ the posterior variance is 0. The noise is left out there and not multiplied by 0, since
# 0 times infinity is NaN.


# %%
def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    """Draw x_{t-1} from x_t and the predicted noise."""
    require_between_zero_and_one(betas)
    require_step(t, betas)
    if eps_pred.shape != xt.shape:
        raise ValueError("eps_pred must have the shape of xt")
    if noise.shape != xt.shape:
        raise ValueError("noise must have the shape of xt")
    now = torch.prod(1 - betas[: t + 1])
    before = torch.prod(1 - betas[:t])
    beta = betas[t]
    mean = (xt - beta / (1 - now).sqrt() * eps_pred) / (1 - beta).sqrt()
    sigma = (beta * (1 - before) / (1 - now)).sqrt()
    return mean + sigma * noise if t > 0 else mean


# %% [markdown]
# ## 7. DDIM
#
# The variance around $\hat x_0$ is $1 - \bar\alpha_p$; fresh noise takes $\sigma^2$ of it and the
# predicted direction the rest, which round-off can make slightly negative.


# %%
def ddim_step(
    xt: Tensor,
    t: int,
    t_prev: int,
    eps_pred: Tensor,
    alpha_bar: Tensor,
    eta: float = 0.0,
    noise: Tensor | None = None,
) -> Tensor:
    """Jump from x_t to an earlier step t_prev."""
    require_between_zero_and_one(alpha_bar)
    if (alpha_bar[1:] >= alpha_bar[:-1]).any():
        raise ValueError("alpha_bar must decrease")
    require_step(t, alpha_bar)
    require_step(t_prev, alpha_bar[:t], first=-1)
    if eta < 0:
        raise ValueError("eta must not be negative")
    if eta > 1:
        raise ValueError("eta must not exceed 1")
    if eta > 0 and noise is None:
        raise ValueError("eta > 0 needs noise")
    if eps_pred.shape != xt.shape:
        raise ValueError("eps_pred must have the shape of xt")
    if noise is not None and noise.shape != xt.shape:
        raise ValueError("noise must have the shape of xt")
    now = alpha_bar[t]
    before = alpha_bar[t_prev] if t_prev >= 0 else torch.ones_like(now)
    x0 = (xt - (1 - now).sqrt() * eps_pred) / now.sqrt()
    sigma = eta * ((1 - before) / (1 - now)).sqrt() * (1 - now / before).sqrt()
    direction = (1 - before - sigma**2).clamp(min=0).sqrt()
    step = before.sqrt() * x0 + direction * eps_pred
    return step if eta == 0 else step + sigma * noise
