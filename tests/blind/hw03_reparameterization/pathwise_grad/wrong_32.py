"""The chain rule for logvar lacks a factor: it uses dz/dlogvar = eps / 2 instead of sigma * eps / 2."""

from collections.abc import Callable

import torch
from torch import Tensor


def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if mu.ndim != 1 or logvar.ndim != 1 or eps.ndim != 2:
        raise ValueError("wrong dimensions")
    n, D = eps.shape
    if n == 0 or len(mu) != D or len(logvar) != D:
        raise ValueError("shapes must be (D,), (D,), (n, D) with n >= 1")
    with torch.no_grad():
        sigma = torch.exp(0.5 * logvar)
        z = mu + sigma * eps
    z = z.detach().requires_grad_()
    with torch.enable_grad():
        (dfdz,) = torch.autograd.grad(f(z).sum(), z)
    eps = eps.detach()
    grad_mu = dfdz.mean(dim=0)
    grad_logvar = (dfdz * 0.5 * eps).mean(dim=0)
    return grad_mu, grad_logvar
