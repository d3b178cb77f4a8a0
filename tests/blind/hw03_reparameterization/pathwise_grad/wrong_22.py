"""It differentiates the sum of f over the samples instead of the mean."""

from collections.abc import Callable

import torch
from torch import Tensor


def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if mu.ndim != 1 or logvar.ndim != 1 or eps.ndim != 2:
        raise ValueError("wrong number of dimensions")
    n, D = eps.shape
    if n < 1 or mu.shape[0] != D or logvar.shape[0] != D:
        raise ValueError("wrong shapes")
    with torch.enable_grad():
        a = mu.detach().requires_grad_(True)
        b = logvar.detach().requires_grad_(True)
        z = a + torch.exp(b / 2) * eps.detach()
        total = f(z).sum()
        grads = torch.autograd.grad(total, [a, b])
    return grads[0].detach(), grads[1].detach()
