"""It reports the variance of the average, s^2 / n, instead of the variance of the single-sample gradients."""

from collections.abc import Callable

import torch
from torch import Tensor


def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    n = eps.shape[0]
    if n < 2:
        raise ValueError("need two samples at least")
    mu, sigma, eps = mu.detach(), sigma.detach(), eps.detach()
    z = (mu + sigma * eps).requires_grad_()
    with torch.enable_grad():
        values = f(z)
        (path,) = torch.autograd.grad(values.sum(), z)
    score = values.detach() * eps / sigma
    table = torch.empty(2, 2, dtype=mu.dtype)
    for row, g in enumerate((path, score)):
        table[row, 0] = g.mean()
        table[row, 1] = g.var() / n
    return table
