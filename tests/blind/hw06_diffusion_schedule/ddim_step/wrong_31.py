"""It adds the fresh noise on top of the full predicted noise, sqrt(1 - alpha_bar_p), without taking sigma^2 away from it."""
import math

import torch
from torch import Tensor


def _is_int(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def ddim_step(xt: Tensor, t: int, t_prev: int, eps_pred: Tensor, alpha_bar: Tensor,
              eta: float = 0.0, noise: Tensor | None = None) -> Tensor:
    if not _is_int(t) or not _is_int(t_prev):
        raise ValueError("t and t_prev must be ints")
    if alpha_bar.dim() != 1 or not 0 <= t < len(alpha_bar) or not -1 <= t_prev < t:
        raise ValueError("t, t_prev or alpha_bar")
    if not ((alpha_bar > 0) & (alpha_bar < 1)).all() or not (alpha_bar.diff() < 0).all():
        raise ValueError("alpha_bar must fall strictly within (0, 1)")
    if not 0 <= eta <= 1:
        raise ValueError("eta")
    if eta > 0 and noise is None:
        raise ValueError("noise is missing")
    if eps_pred.shape != xt.shape or (noise is not None and noise.shape != xt.shape):
        raise ValueError("shapes differ")
    now = float(alpha_bar[t])
    before = 1.0 if t_prev == -1 else float(alpha_bar[t_prev])
    x, e = xt.double(), eps_pred.double()
    x0 = (x - math.sqrt(1 - now) * e) / math.sqrt(now)
    if t_prev == -1:
        return x0.to(xt.dtype)
    out = math.sqrt(before) * x0 + math.sqrt(1 - before) * e
    if eta > 0:
        sigma = eta * math.sqrt((1 - before) / (1 - now)) * math.sqrt(1 - now / before)
        out = out + sigma * noise.double()
    return out.to(xt.dtype)
