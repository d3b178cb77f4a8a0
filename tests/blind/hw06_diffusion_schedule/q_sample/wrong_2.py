"""It uses the step of the first example for the whole batch."""
import torch


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")

def check(x0, t, eps, alpha_bar):
    if x0.dim() < 2:
        raise ValueError("x0 must be at least 2-D")
    check_steps(x0, eps, t, alpha_bar)
    if not ((alpha_bar >= 0) & (alpha_bar <= 1)).all():
        raise ValueError("alpha_bar must lie in [0, 1]")


def q_sample(x0, t, eps, alpha_bar):
    check(x0, t, eps, alpha_bar)
    if len(x0) == 0:
        return x0.clone()
    a = alpha_bar[t[0]].to(x0.dtype)
    return a.sqrt() * x0 + (1 - a).sqrt() * eps
