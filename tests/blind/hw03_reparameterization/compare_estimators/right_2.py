"""Plain Python numbers and the statistics module."""

import statistics

import torch


def compare_estimators(f, mu, sigma, eps):
    s = float(sigma)
    if s <= 0 or s != s:
        raise ValueError("sigma must be positive")
    if len(eps) < 2:
        raise ValueError("n < 2")
    noise = eps.detach()
    with torch.enable_grad():
        z = torch.add(mu.detach(), noise, alpha=s)
        z.requires_grad_(True)
        heights = f(z)
        slopes = torch.autograd.grad(heights, z, torch.ones_like(heights))[0]
    path = slopes.tolist()
    score = [h * e / s for h, e in zip(heights.tolist(), noise.tolist())]
    table = [[statistics.fmean(g), statistics.variance(g)] for g in (path, score)]
    return torch.tensor(table, dtype=mu.dtype)
