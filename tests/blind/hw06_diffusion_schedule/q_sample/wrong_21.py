"""It uses alpha_bar and 1 - alpha_bar themselves as amplitudes instead of their square roots."""
import torch
from torch import Tensor


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    if x0.dim() < 2:
        raise ValueError("x0 must be at least 2-D")
    if eps.shape != x0.shape or t.shape != (x0.shape[0],) or alpha_bar.dim() != 1:
        raise ValueError("shapes do not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if (t < 0).any() or (t >= len(alpha_bar)).any():
        raise ValueError("t out of range")
    if not ((alpha_bar >= 0) & (alpha_bar <= 1)).all():
        raise ValueError("alpha_bar must be in [0, 1]")
    level = alpha_bar[t].to(x0.dtype)
    level = level.view(-1, *[1] * (x0.dim() - 1))
    return (level * x0 + (1 - level) * eps).to(x0.dtype)
