"""It clamps logvar to [-10, 10], so that -inf does not give sigma = 0 and gradients outside vanish."""

import torch


def check(mu, logvar, eps):
    if not mu.shape == logvar.shape == eps.shape:
        raise ValueError("the three shapes must be the same")
    if not (logvar < torch.inf).all():
        raise ValueError("logvar holds NaN or +inf")


def reparameterize(mu, logvar, eps):
    check(mu, logvar, eps)
    sigma = torch.exp(0.5 * logvar.clamp(-10, 10))
    return mu + sigma * eps
