"""It fills the table from Python numbers with torch.tensor, so the answer is always float32, also for a float64 mu."""

from collections.abc import Callable

import torch
from torch import Tensor


def _stats(g: Tensor) -> list[float]:
    return [g.mean().item(), g.var(unbiased=True).item()]


def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    if sigma.item() <= 0:
        raise ValueError("sigma must be > 0")
    if len(eps) < 2:
        raise ValueError("need n >= 2")
    m = mu.detach().expand(len(eps)).clone().requires_grad_(True)
    with torch.enable_grad():
        z = m + sigma.detach() * eps.detach()
        out = f(z)
        pathwise = torch.autograd.grad(out.sum(), m)[0]
    score = out.detach() * (z.detach() - mu.detach()) / sigma.detach().pow(2)
    return torch.tensor([_stats(pathwise), _stats(score)])
