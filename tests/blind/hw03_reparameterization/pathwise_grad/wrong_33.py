"""It calls autograd.grad with create_graph=True and does not detach the result, so returned gradients that depend on mu or logvar still require grad."""

from collections.abc import Callable

import torch
from torch import Tensor


def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if mu.dim() != 1:
        raise ValueError("mu must be (D,)")
    D = mu.size(0)
    if logvar.shape != (D,):
        raise ValueError("logvar must be (D,)")
    if eps.dim() != 2 or eps.size(1) != D:
        raise ValueError("eps must be (n, D)")
    if eps.size(0) == 0:
        raise ValueError("need at least one sample")

    mu_leaf = mu.clone().detach().requires_grad_(True)
    lv_leaf = logvar.clone().detach().requires_grad_(True)
    with torch.enable_grad():
        samples = mu_leaf + (lv_leaf / 2).exp() * eps
        objective = f(samples).mean()
        grads = torch.autograd.grad(objective, [mu_leaf, lv_leaf], create_graph=True)
    return grads[0], grads[1]
