"""It rejects only a negative sigma and lets sigma = 0 through, where the score function divides by zero."""

from collections.abc import Callable

import torch
from torch import Tensor


def _mean_and_variance(g: Tensor) -> Tensor:
    mean = g.mean()
    return torch.stack([mean, ((g - mean) ** 2).sum() / (g.numel() - 1)])


def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    if sigma < 0:
        raise ValueError("negative sigma")
    if len(eps) < 2:
        raise ValueError("too few samples")
    m, s, e = mu.detach(), sigma.detach(), eps.detach()
    z = m + s * e
    z.requires_grad_()
    with torch.enable_grad():
        fz = f(z)
        (df,) = torch.autograd.grad(fz.sum(), z)
    z, fz = z.detach(), fz.detach()
    score = fz * (z - m) / s**2
    return torch.stack([_mean_and_variance(df), _mean_and_variance(score)]).to(mu.dtype)
