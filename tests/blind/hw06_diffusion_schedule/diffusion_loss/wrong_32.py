"""It multiplies the (B,) errors by weights of shape (B, 1), so the product is (B, B) and every error meets every weight."""
import torch
from torch import Tensor


def diffusion_loss(model, x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor,
                   gamma: float | None = None) -> Tensor:
    if gamma is not None and gamma <= 0:
        raise ValueError("gamma must be > 0")
    if x0.ndim < 2:
        raise ValueError("x0 must be at least 2-D")
    if x0.shape != eps.shape or t.ndim != 1 or len(t) != len(x0) or alpha_bar.ndim != 1:
        raise ValueError("shapes")
    if t.is_floating_point():
        raise ValueError("t must be int64")
    if (t < 0).any() or (t >= len(alpha_bar)).any():
        raise ValueError("t out of range")
    if not torch.all((alpha_bar >= 0) & (alpha_bar <= 1)):
        raise ValueError("alpha_bar out of range")

    ab = alpha_bar[t].to(x0.dtype)
    ab = ab.reshape(-1, *(1 for _ in range(x0.ndim - 1)))
    x_t = ab.sqrt() * x0 + (1 - ab).sqrt() * eps
    guess = model(x_t, t)
    mse = (guess - eps).pow(2).flatten(1).mean(dim=1)
    if gamma is None:
        return mse.mean()
    level = ab.reshape(len(t), 1)
    # min(SNR, gamma) / SNR = min(1, gamma (1 - level) / level)
    safe = torch.where(level > 0, level, torch.ones_like(level))
    weight = torch.where(level > 0, (gamma * (1 - level) / safe).clamp(max=1), torch.ones_like(level))
    return (weight * mse).mean()
