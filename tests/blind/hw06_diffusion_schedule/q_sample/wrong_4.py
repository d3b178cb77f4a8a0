"""It never casts, so a float64 alpha_bar turns a float32 picture into float64."""
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
    a = alpha_bar[t].reshape(-1, *[1] * (x0.dim() - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * eps
