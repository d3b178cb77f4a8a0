"""plain loop over the examples with Python floats as amplitudes"""
import math
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
    rows = []
    for clean, step, noise in zip(x0, t.tolist(), eps):
        share = alpha_bar[step].item()
        rows.append(math.sqrt(share) * clean + math.sqrt(1 - share) * noise.to(x0.dtype))
    return torch.stack(rows) if rows else x0.clone()
