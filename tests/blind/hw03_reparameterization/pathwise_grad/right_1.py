"""Chain rule by hand, one sample at a time."""

import torch


def slope_at(f, point):
    """Gradient of f at one point (D,)."""
    with torch.enable_grad():
        batch = point.detach().clone().unsqueeze(0).requires_grad_(True)
        value = f(batch).squeeze(0)
        return torch.autograd.grad(value, batch)[0].squeeze(0)


def pathwise_grad(f, mu, logvar, eps):
    if mu.ndim != 1 or logvar.ndim != 1 or eps.ndim != 2:
        raise ValueError("wrong number of dimensions")
    n, D = eps.shape
    if n == 0 or len(mu) != D or len(logvar) != D:
        raise ValueError("n = 0, or different D")
    mu, logvar, eps = mu.detach(), logvar.detach(), eps.detach()
    sigma = torch.exp(logvar / 2)
    d_mu, d_logvar = torch.zeros_like(mu), torch.zeros_like(mu)
    for e in eps:
        slope = slope_at(f, mu + sigma * e)
        d_mu = d_mu + slope / n
        d_logvar = d_logvar + slope * sigma * e / (2 * n)
    return d_mu, d_logvar
