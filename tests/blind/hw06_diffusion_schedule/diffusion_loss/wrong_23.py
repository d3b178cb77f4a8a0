"""It computes the weight as min(SNR, gamma) / SNR, which is 0 / 0 = NaN for an example at alpha_bar = 0."""
from collections.abc import Callable

import torch
import torch.nn.functional as F
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
        raise ValueError("gamma <= 0")
    if x0.ndim < 2:
        raise ValueError("x0.ndim < 2")
    if eps.shape != x0.shape or t.ndim != 1 or len(t) != len(x0) or alpha_bar.ndim != 1:
        raise ValueError("a shape does not fit")
    if t.dtype.is_floating_point:
        raise ValueError("t has a floating dtype")
    if ((t < 0) | (t >= len(alpha_bar))).any():
        raise ValueError("t has an entry outside 0..T-1")
    if ((alpha_bar < 0) | (alpha_bar > 1)).any():
        raise ValueError("alpha_bar has an entry outside [0, 1]")
    ab = alpha_bar[t].double()
    ab_wide = ab.view([-1] + [1] * (x0.ndim - 1))
    xt = ab_wide.sqrt().to(x0.dtype) * x0 + (1 - ab_wide).sqrt().to(x0.dtype) * eps
    losses = F.mse_loss(model(xt, t), eps, reduction="none").flatten(1).mean(1)
    if gamma is not None:
        snr = ab / (1 - ab)
        weight = torch.minimum(snr, torch.full_like(snr, gamma)) / snr
        losses = losses * weight.to(losses.dtype)
    return losses.mean().to(x0.dtype)
