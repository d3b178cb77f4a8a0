"""It bounds alpha_bar_t below by 1e-8 before it divides, so the estimate of x0 is wrong for smaller levels such as 1e-12."""
import math

import torch
from torch import Tensor


def predict_x0(xt: Tensor, eps: Tensor, level: float) -> Tensor:
    level = max(level, 1e-8)  # never divide by almost nothing
    return (xt - math.sqrt(1 - level) * eps) / math.sqrt(level)


def ddim_step(
    xt: Tensor,
    t: int,
    t_prev: int,
    eps_pred: Tensor,
    alpha_bar: Tensor,
    eta: float = 0.0,
    noise: Tensor | None = None,
) -> Tensor:
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar: wrong shape")
    if alpha_bar.numel() and (alpha_bar.min() <= 0 or alpha_bar.max() >= 1):
        raise ValueError("alpha_bar: entries must be in (0, 1)")
    if not (alpha_bar[:-1] > alpha_bar[1:]).all():
        raise ValueError("alpha_bar: must be strictly decreasing")
    if not isinstance(t, int) or t < 0 or t >= len(alpha_bar):
        raise ValueError("t: must be an int in 0..T-1")
    if not isinstance(t_prev, int) or t_prev < -1 or t_prev >= t:
        raise ValueError("t_prev: must be an int with -1 <= t_prev < t")
    if not (eta >= 0 and eta <= 1):
        raise ValueError("eta: must be in [0, 1]")
    if noise is None and eta > 0:
        raise ValueError("noise: needed for eta > 0")
    if eps_pred.shape != xt.shape or (noise is not None and noise.shape != xt.shape):
        raise ValueError("shapes differ")
    now = float(alpha_bar[t])
    x0 = predict_x0(xt, eps_pred, now)
    if t_prev == -1:
        return x0.to(xt.dtype)
    prev = float(alpha_bar[t_prev])
    var = eta**2 * (1 - prev) / (1 - now) * (1 - now / prev)
    result = math.sqrt(prev) * x0 + math.sqrt(max(0.0, 1 - prev - var)) * eps_pred
    if eta > 0:
        result = result + math.sqrt(var) * noise
    return result.to(xt.dtype)
