"""It forgets to divide by alpha_bar_p in the second factor of sigma, sqrt(1 - alpha_bar_t) instead of sqrt(1 - alpha_bar_t / alpha_bar_p)."""
import math

import torch
from torch import Tensor


def _check(xt, t, t_prev, eps_pred, alpha_bar, eta, noise):
    if alpha_bar.ndim != 1:
        raise ValueError("alpha_bar is not one-dimensional")
    levels = alpha_bar.tolist()
    if any(not 0 < level < 1 for level in levels):
        raise ValueError("alpha_bar is not in (0, 1)")
    if any(later >= earlier for earlier, later in zip(levels, levels[1:])):
        raise ValueError("alpha_bar is not strictly decreasing")
    if type(t) is not int or type(t_prev) is not int:
        raise ValueError("steps must be ints")
    if t < 0 or t >= len(levels) or t_prev < -1 or t_prev >= t:
        raise ValueError("a step is out of range")
    if eta < 0 or eta > 1:
        raise ValueError("eta is outside [0, 1]")
    if noise is None:
        if eta > 0:
            raise ValueError("noise is missing")
    elif noise.shape != xt.shape:
        raise ValueError("noise has another shape than xt")
    if eps_pred.shape != xt.shape:
        raise ValueError("eps_pred has another shape than xt")
    return levels


def ddim_step(
    xt: Tensor,
    t: int,
    t_prev: int,
    eps_pred: Tensor,
    alpha_bar: Tensor,
    eta: float = 0.0,
    noise: Tensor | None = None,
) -> Tensor:
    levels = _check(xt, t, t_prev, eps_pred, alpha_bar, eta, noise)
    now = levels[t]
    clean = (xt - math.sqrt(1 - now) * eps_pred) / math.sqrt(now)
    if t_prev < 0:
        return clean.to(xt.dtype)
    before = levels[t_prev]
    sigma = eta * math.sqrt((1 - before) / (1 - now)) * math.sqrt(1 - now)
    direction = math.sqrt(max(1 - before - sigma**2, 0.0))
    out = math.sqrt(before) * clean + direction * eps_pred
    if eta > 0:
        out = out + sigma * noise
    return out.to(xt.dtype)
