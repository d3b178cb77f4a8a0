"""It uses the min-SNR weight for v-prediction, min(SNR, gamma) / (SNR + 1), instead of min(SNR, gamma) / SNR."""
import torch
from torch import Tensor


def diffusion_loss(model, x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor,
                   gamma: float | None = None) -> Tensor:
    if gamma is not None and not gamma > 0:
        raise ValueError("gamma must be positive")
    if x0.dim() < 2 or eps.shape != x0.shape or t.shape != x0.shape[:1] or alpha_bar.dim() != 1:
        raise ValueError("shapes do not fit")
    if t.is_floating_point() or ((t < 0) | (t >= len(alpha_bar))).any():
        raise ValueError("bad t")
    if not ((alpha_bar >= 0) & (alpha_bar <= 1)).all():
        raise ValueError("bad alpha_bar")
    level = alpha_bar.double()[t]
    wide = level.view(-1, *[1] * (x0.dim() - 1))
    xt = (wide.sqrt() * x0 + (1 - wide).sqrt() * eps).to(x0.dtype)
    error = ((model(xt, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        # min(SNR, gamma) / (SNR + 1), multiplied out by 1 - alpha_bar
        weight = torch.minimum(level, gamma * (1 - level))
        error = error * weight.to(error.dtype)
    return error.mean().to(x0.dtype)
