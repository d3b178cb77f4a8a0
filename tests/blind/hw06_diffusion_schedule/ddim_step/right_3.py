"""decorator for the checks, inner functions, and a fold over (coefficient, tensor) pairs"""
from functools import reduce, wraps
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


def checked(step):
    @wraps(step)
    def wrapper(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
        check(xt, t, t_prev, eps_pred, alpha_bar, eta, noise)
        return step(xt, t, t_prev, eps_pred, alpha_bar, eta, noise)
    return wrapper


@checked
def ddim_step(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    level = lambda k: 1.0 if k < 0 else float(alpha_bar[k])
    a, p = level(t), level(t_prev)
    sigma2 = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    shrink = (p / a) ** 0.5
    pairs = [(shrink, xt), (max(1 - p - sigma2, 0.0) ** 0.5 - shrink * (1 - a) ** 0.5, eps_pred)]
    if sigma2:
        pairs.append((sigma2**0.5, noise))
    terms = (c * v.to(torch.float64) for c, v in pairs)
    return reduce(torch.add, terms).to(dtype=xt.dtype)
