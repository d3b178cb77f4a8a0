"""It divides by the sum of the weights instead of the batch size, so the weights are renormalised."""
from collections.abc import Callable

import torch
from torch import Tensor


def _noised(x0, t, eps, alpha_bar):
    if x0.dim() < 2:
        raise ValueError("x0 must be at least 2-D")
    if x0.shape != eps.shape:
        raise ValueError("eps must look like x0")
    if t.shape != (len(x0),) or alpha_bar.dim() != 1:
        raise ValueError("t or alpha_bar has a wrong shape")
    if t.is_floating_point():
        raise ValueError("t must not be floating")
    if torch.any(t < 0) or torch.any(t >= len(alpha_bar)):
        raise ValueError("t out of range")
    if torch.any(alpha_bar < 0) or torch.any(alpha_bar > 1):
        raise ValueError("alpha_bar out of range")
    level = alpha_bar[t].double().reshape(-1, *[1] * (x0.dim() - 1))
    return (level.sqrt() * x0 + (1 - level).sqrt() * eps).to(x0.dtype)


def _weights(t, alpha_bar, gamma):
    level = alpha_bar[t].double()
    if gamma is None:
        return torch.ones_like(level)
    bound = gamma * (1 - level)
    # min(SNR, gamma) / SNR = min(1, gamma (1 - level) / level)
    safe = torch.where(level > 0, level, torch.ones_like(level))
    return torch.where(level > bound, bound / safe, torch.ones_like(level))


def diffusion_loss(
    model: Callable[[Tensor, Tensor], Tensor],
    x0: Tensor,
    t: Tensor,
    eps: Tensor,
    alpha_bar: Tensor,
    gamma: float | None = None,
) -> Tensor:
    if gamma is not None and not gamma > 0:
        raise ValueError("gamma must be > 0")
    xt = _noised(x0, t, eps, alpha_bar)
    error = (model(xt, t) - eps) ** 2
    per_example = error.reshape(len(x0), -1).mean(dim=1)
    w = _weights(t, alpha_bar, gamma).to(x0.dtype)
    return ((w * per_example).sum() / w.sum()).to(x0.dtype)
