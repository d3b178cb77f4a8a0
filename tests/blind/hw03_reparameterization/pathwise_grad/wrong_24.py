"""It applies the chain rule by hand with a logvar that is not detached, so that the second gradient requires grad whenever logvar does."""

from collections.abc import Callable

import torch
from torch import Tensor


def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    D = mu.numel()
    if mu.shape != (D,) or logvar.shape != (D,) or eps.dim() != 2 or eps.shape[1] != D:
        raise ValueError("shapes do not fit")
    n = eps.shape[0]
    if n == 0:
        raise ValueError("need at least one noise vector")
    sigma = torch.exp(logvar / 2)
    z = (mu + sigma * eps).detach().requires_grad_()
    with torch.enable_grad():
        (df,) = torch.autograd.grad(f(z).sum(), z)
    grad_mu = df.mean(dim=0)
    grad_logvar = (df * eps).mean(dim=0) * sigma / 2
    return grad_mu, grad_logvar
