"""It calls backward on the caller's own mu and logvar and so leaves gradients behind in them."""

import torch


def check(mu, logvar, eps):
    if mu.dim() != 1 or logvar.shape != mu.shape:
        raise ValueError("mu and logvar must be (D,)")
    if eps.dim() != 2 or eps.shape[1] != mu.shape[0] or eps.shape[0] == 0:
        raise ValueError("eps must be (n, D) with n >= 1")


def slopes(f, mu, logvar, eps):
    """f'(z_i), (n, D), and dz/dlogvar, (n, D)"""
    mu, logvar = mu.detach(), logvar.detach()
    wiggle = torch.exp(logvar / 2) * eps.detach()
    with torch.enable_grad():
        z = (mu + wiggle).requires_grad_()
        (g,) = torch.autograd.grad(f(z).sum(), z)
    return g, wiggle / 2


def pathwise_grad(f, mu, logvar, eps):
    check(mu, logvar, eps)
    mu.requires_grad_(True)
    logvar.requires_grad_(True)
    with torch.enable_grad():
        f(mu + torch.exp(logvar / 2) * eps).mean().backward()
    return mu.grad.clone(), logvar.grad.clone()
