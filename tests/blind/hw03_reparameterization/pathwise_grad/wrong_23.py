"""It calls backward() on the caller's own mu and logvar and so leaves gradients behind in their .grad."""

from collections.abc import Callable

import torch
from torch import Tensor


def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if mu.dim() != 1 or mu.shape != logvar.shape:
        raise ValueError("mu and logvar must be (D,)")
    if eps.dim() != 2 or eps.size(1) != mu.size(0) or eps.size(0) == 0:
        raise ValueError("eps must be (n, D) with n >= 1")
    if not mu.requires_grad:
        mu = mu.detach().requires_grad_()
    if not logvar.requires_grad:
        logvar = logvar.detach().requires_grad_()
    with torch.enable_grad():
        z = mu + torch.exp(0.5 * logvar) * eps
        f(z).mean().backward()
    return mu.grad.clone(), logvar.grad.clone()
