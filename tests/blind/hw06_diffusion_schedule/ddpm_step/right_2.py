"""recursion for the accumulated noise, clean end as a special case, numpy-free"""
import torch


def check(xt, t, eps_pred, noise, betas):
    if xt.shape != eps_pred.shape or xt.shape != noise.shape:
        raise ValueError("shapes differ")
    if betas.dim() != 1:
        raise ValueError("betas must be one-dimensional")
    if not isinstance(t, int) or not 0 <= t < len(betas):
        raise ValueError("t must be an int in 0..T-1")
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must lie in (0, 1)")


def share_of_noise(betas, t):
    """1 - alpha_bar[t] without subtracting from 1; halves the list to keep the depth small."""
    def combine(lo, hi):
        if hi - lo == 0:
            return 0.0
        if hi - lo == 1:
            return betas[lo]
        mid = (lo + hi) // 2
        first, second = combine(lo, mid), combine(mid, hi)
        return first + second - first * second
    return combine(0, t + 1)


def ddpm_step(xt, t, eps_pred, noise, betas):
    check(xt, t, eps_pred, noise, betas)
    b = [float(v) for v in betas]
    n_now, n_before = share_of_noise(b, t), share_of_noise(b, t - 1)
    x, e = xt.to(torch.float64), eps_pred.to(torch.float64)
    out = (x - b[t] / n_now**0.5 * e) / (1 - b[t]) ** 0.5
    if t > 0:
        out = out + (b[t] * n_before / n_now) ** 0.5 * noise.to(torch.float64)
    return out.to(xt.dtype)
