"""torch in log space, noise masked by torch.where and not by a product with 0"""
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
    beta = betas.double()
    log_alpha = torch.log1p(-beta)
    log_bar = torch.cumsum(log_alpha, 0)
    log_bar_prev = torch.cat((log_bar.new_zeros(1), log_bar[:-1]))
    var = (beta * torch.expm1(log_bar_prev) / torch.expm1(log_bar))[t]
    scale = beta[t] * torch.rsqrt(-torch.expm1(log_bar[t]))
    mean = torch.exp(-0.5 * log_alpha[t]) * (xt - scale * eps_pred)
    z = torch.where(torch.tensor(t > 0), noise, torch.zeros_like(noise))
    return (mean + var.sqrt() * z).type(xt.dtype)
