"""With gamma it weighs by min(SNR, gamma), the weight for predicting x0, and forgets to divide by SNR."""
from collections.abc import Callable

import torch
from torch import Tensor


def diffusion_loss(
    model: Callable[[Tensor, Tensor], Tensor],
    x0: Tensor,
    t: Tensor,
    eps: Tensor,
    alpha_bar: Tensor,
    gamma: float | None = None,
) -> Tensor:
    if gamma is not None and gamma <= 0:
        raise ValueError("gamma must be positive")
    if x0.dim() < 2 or eps.shape != x0.shape or t.shape != x0.shape[:1] or alpha_bar.dim() != 1:
        raise ValueError("shapes do not fit")
    if t.is_floating_point() or (t < 0).any() or (t >= len(alpha_bar)).any():
        raise ValueError("t must hold ints in 0..T-1")
    if not ((alpha_bar >= 0) & (alpha_bar <= 1)).all():
        raise ValueError("alpha_bar must be in [0, 1]")
    level = alpha_bar[t].double()
    shape = (-1,) + (1,) * (x0.dim() - 1)
    a, s = level.sqrt().to(x0.dtype).view(shape), (1 - level).sqrt().to(x0.dtype).view(shape)
    guess = model(a * x0 + s * eps, t)
    mse = (guess - eps).square().flatten(1).mean(1)
    if gamma is not None:
        snr = level / (1 - level)
        mse = mse * snr.clamp(max=gamma).to(x0.dtype)
    return mse.mean().to(x0.dtype)
