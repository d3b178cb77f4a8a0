"""It divides z - mu by sigma instead of sigma squared in the score function."""

from collections.abc import Callable

import torch
from torch import Tensor


def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    if sigma <= 0:
        raise ValueError("sigma must be > 0")
    if eps.numel() < 2:
        raise ValueError("n must be >= 2")
    z = (mu + sigma * eps).detach().requires_grad_(True)
    with torch.enable_grad():
        fz = f(z)
        g_path = torch.autograd.grad(fz, z, grad_outputs=torch.ones_like(fz))[0]
    with torch.no_grad():
        g_score = fz * (z - mu) / sigma
        g = torch.stack([g_path, g_score])
        return torch.stack([g.mean(dim=1), g.var(dim=1, unbiased=True)], dim=1).to(mu.dtype)
