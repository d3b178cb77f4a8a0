"""It divides by the square root of alpha_bar_t and not of 1 - beta_t."""
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
    log_ab = torch.log1p(-b).cumsum(0)
    n = -torch.expm1(log_ab)
    mean = (xt - b[t] / n[t].sqrt() * eps_pred) / torch.exp(log_ab[t] / 2)
    if t > 0:
        mean = mean + (b[t] * n[t - 1] / n[t]).sqrt() * noise
    return mean.to(xt.dtype)
