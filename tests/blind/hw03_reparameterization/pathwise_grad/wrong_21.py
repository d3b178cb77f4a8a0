"""It returns the gradient with respect to sigma in place of logvar and forgets the factor sigma / 2 of the chain rule."""

from collections.abc import Callable

import torch
from torch import Tensor


def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if mu.dim() != 1 or logvar.shape != mu.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("expected (D,), (D,), (n, D)")
    if eps.shape[0] == 0:
        raise ValueError("no samples")
    m = mu.detach().clone().requires_grad_()
    sigma = torch.exp(logvar.detach() / 2).requires_grad_()
    with torch.enable_grad():
        J = f(m + sigma * eps.detach()).mean()
    g_mu, g_sigma = torch.autograd.grad(J, (m, sigma))
    return g_mu, g_sigma
