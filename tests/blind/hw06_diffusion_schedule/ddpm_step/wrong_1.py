"""It adds noise of variance beta_t and not of the posterior variance."""
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
    mean = (xt - b[t] / n[t].sqrt() * eps_pred) / (1 - b[t]).sqrt()
    if t > 0:
        mean = mean + b[t].sqrt() * noise
    return mean.to(xt.dtype)
