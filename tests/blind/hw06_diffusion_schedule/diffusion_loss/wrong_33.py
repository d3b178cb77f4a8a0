"""It replaces the 0/0 at alpha_bar = 0 by 0 with nan_to_num, so such examples get weight 0 instead of 1."""
import torch
from torch import Tensor


def _noised(x0, t, eps, alpha_bar):
    if x0.dim() < 2 or eps.shape != x0.shape:
        raise ValueError("x0 and eps")
    if t.shape != (x0.shape[0],) or t.is_floating_point():
        raise ValueError("t")
    if alpha_bar.dim() != 1 or not ((alpha_bar >= 0) & (alpha_bar <= 1)).all():
        raise ValueError("alpha_bar")
    if not ((t >= 0) & (t < alpha_bar.shape[0])).all():
        raise ValueError("t out of range")
    level = alpha_bar[t].double().reshape((-1,) + (1,) * (x0.dim() - 1))
    return (level.sqrt() * x0 + (1 - level).sqrt() * eps).to(x0.dtype)


def diffusion_loss(model, x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor,
                   gamma: float | None = None) -> Tensor:
    if gamma is not None and not gamma > 0:
        raise ValueError("gamma")
    xt = _noised(x0, t, eps, alpha_bar)
    loss = torch.mean((model(xt, t) - eps) ** 2, dim=tuple(range(1, x0.dim())))
    if gamma is not None:
        snr = alpha_bar.double()[t] / (1 - alpha_bar.double()[t])
        weight = torch.clamp(snr, max=gamma) / snr
        weight = torch.nan_to_num(weight, nan=0.0)
        loss = weight.to(x0.dtype) * loss
    return loss.mean().to(x0.dtype)
