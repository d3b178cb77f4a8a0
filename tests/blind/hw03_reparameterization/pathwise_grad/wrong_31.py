"""It averages the samples first and differentiates f at the average sample, instead of averaging f over the samples."""

from collections.abc import Callable

import torch
from torch import Tensor


def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if mu.dim() != 1 or logvar.shape != mu.shape:
        raise ValueError("mu and logvar must be (D,)")
    if eps.dim() != 2 or eps.shape[1] != mu.shape[0] or eps.shape[0] < 1:
        raise ValueError("eps must be (n, D), n >= 1")
    m = mu.detach().clone().requires_grad_(True)
    lv = logvar.detach().clone().requires_grad_(True)
    with torch.enable_grad():
        z = m + torch.exp(lv / 2) * eps.detach()
        J = f(z.mean(dim=0, keepdim=True)).sum()
        g_mu, g_lv = torch.autograd.grad(J, (m, lv))
    return g_mu, g_lv
