"""In the score it writes eps / sigma^2 instead of (z - mu) / sigma^2 = eps / sigma."""

from collections.abc import Callable

import torch
from torch import Tensor


def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    if float(sigma) <= 0:
        raise ValueError("sigma <= 0")
    n = eps.numel()
    if n < 2:
        raise ValueError("n < 2")
    with torch.enable_grad():
        z = (mu.detach() + sigma.detach() * eps.detach()).requires_grad_()
        values = f(z)
        values.sum().backward()
    g_path = z.grad
    g_score = values.detach() * eps.detach() / sigma.detach() ** 2

    table = torch.zeros(2, 2, dtype=mu.dtype)
    for row, g in enumerate((g_path, g_score)):
        mean = g.sum() / n
        table[row, 0] = mean
        table[row, 1] = ((g - mean) ** 2).sum() / (n - 1)
    return table
