"""torch with a padded alpha_bar and torch.where, the second root factored so that it cannot go negative"""
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


def ddim_step(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None, verbose=False):
    check(xt, t, t_prev, eps_pred, alpha_bar, eta, noise)
    padded = torch.cat([torch.ones(1, dtype=torch.float64), alpha_bar.double()])
    now, then = padded[t + 1], padded[t_prev + 1]
    removed = (then - now) / then
    # 1 - then - sigma^2 = (1 - then) (1 - eta^2 removed / (1 - now))
    keep = (1 - then) * (1 - eta**2 * removed / (1 - now)).clamp(min=0)
    sigma = eta * ((1 - then) / (1 - now) * removed).sqrt()
    if verbose:
        print(f"{t} -> {t_prev}, sigma {sigma:.3g}")
    x0 = (xt - (1 - now).sqrt() * eps_pred) / now.sqrt()
    out = then.sqrt() * x0 + keep.sqrt() * eps_pred
    if sigma > 0:
        out = torch.add(out, sigma * noise)
    return out.to(xt.dtype)
