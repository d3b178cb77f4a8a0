"""It multiplies the variance, and not the standard deviation, by eta."""
import torch


def check(xt, t, t_prev, eps_pred, alpha_bar, eta, noise):
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar must be one-dimensional")
    if not isinstance(t, int) or not isinstance(t_prev, int):
        raise ValueError("t and t_prev must be ints")
    if not 0 <= t < len(alpha_bar) or not -1 <= t_prev < t:
        raise ValueError("t or t_prev out of range")
    if not ((alpha_bar > 0) & (alpha_bar < 1)).all() or not (alpha_bar.diff() < 0).all():
        raise ValueError("alpha_bar must fall strictly inside (0, 1)")
    if not 0 <= eta <= 1:
        raise ValueError("eta must lie in [0, 1]")
    if eta > 0 and noise is None:
        raise ValueError("noise is missing")
    if xt.shape != eps_pred.shape or (noise is not None and noise.shape != xt.shape):
        raise ValueError("shapes differ")


def ddim_step(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    check(xt, t, t_prev, eps_pred, alpha_bar, eta, noise)
    ab = alpha_bar.double()
    now, then = ab[t], ab[t_prev] if t_prev >= 0 else ab.new_ones(())
    x0 = (xt - (1 - now).sqrt() * eps_pred) / now.sqrt()
    var = eta * (1 - then) / (1 - now) * (1 - now / then)
    out = then.sqrt() * x0 + (1 - then - var).clamp(min=0).sqrt() * eps_pred
    if var > 0:
        out = out + var.sqrt() * noise
    return out.to(xt.dtype)
