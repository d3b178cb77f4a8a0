"""It takes alpha_bar for the per-step alphas and multiplies them up once more with cumprod."""
import torch
from torch import Tensor


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    if x0.dim() < 2:
        raise ValueError("x0 must be at least 2-D")
    if eps.shape != x0.shape:
        raise ValueError("eps must have x0's shape")
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar must be (T,)")
    if t.shape != x0.shape[:1] or t.is_floating_point():
        raise ValueError("t must be (B,) and integer")
    if ((t < 0) | (t >= len(alpha_bar))).any():
        raise ValueError("t out of range")
    if not ((alpha_bar >= 0) & (alpha_bar <= 1)).all():
        raise ValueError("alpha_bar outside [0, 1]")
    kept = torch.cumprod(alpha_bar.double(), dim=0)[t]
    kept = kept.view(-1, *([1] * (x0.dim() - 1)))
    return (kept.sqrt() * x0 + (1 - kept).sqrt() * eps).to(x0.dtype)
