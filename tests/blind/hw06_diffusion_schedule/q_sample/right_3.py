"""einsum with an ellipsis"""
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
    a2 = alpha_bar.to(torch.float64)[t]
    signal = torch.einsum("b,b...->b...", a2.sqrt(), x0.double())
    noise = torch.einsum("b,b...->b...", (1 - a2).sqrt(), eps.double())
    return (signal + noise).to(x0.dtype)
