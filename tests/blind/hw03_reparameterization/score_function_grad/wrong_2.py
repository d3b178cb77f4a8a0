"""The score for mu is divided by sigma only, not by sigma squared."""

import torch


def check(fz, z, mu, logvar):
    if fz.dim() != 1 or mu.dim() != 1 or logvar.shape != mu.shape:
        raise ValueError("fz must be (n,), mu and logvar (D,)")
    if z.shape != (fz.shape[0], mu.shape[0]) or fz.shape[0] == 0:
        raise ValueError("z must be (n, D) with n >= 1")
    if not torch.isfinite(logvar).all():
        raise ValueError("logvar must be finite")


def prepare(fz, z, mu, logvar):
    """Column of values, sigma and standardised samples, in float64."""
    fz, z, mu, logvar = (t.detach().double() for t in (fz, z, mu, logvar))
    sigma = torch.exp(logvar / 2)
    return fz[:, None], sigma, (z - mu) / sigma


def score_function_grad(fz, z, mu, logvar, baseline=0.0):
    check(fz, z, mu, logvar)
    f, sigma, t = prepare(fz, z, mu, logvar)
    g_mu = ((f - baseline) * t).mean(0)
    g_logvar = ((f - baseline) * (t**2 - 1) / 2).mean(0)
    return g_mu.to(fz.dtype), g_logvar.to(fz.dtype)
