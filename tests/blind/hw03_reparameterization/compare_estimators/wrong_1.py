"""The variance has the divisor n instead of n - 1."""

import torch


def check(sigma, eps):
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    if eps.shape[0] < 2:
        raise ValueError("n must be at least 2")


def single_gradients(f, mu, sigma, eps):
    mu, sigma = mu.detach(), sigma.detach()
    with torch.enable_grad():
        z = (mu + sigma * eps).requires_grad_()
        fz = f(z)
        (path,) = torch.autograd.grad(fz.sum(), z)
    return path, fz.detach() * eps / sigma


def compare_estimators(f, mu, sigma, eps):
    check(sigma, eps)
    g = torch.stack(single_gradients(f, mu, sigma, eps))
    return torch.stack([g.mean(1), g.var(1, unbiased=False)], dim=1)
