"""It clamps alpha_bar to [1e-5, 1 - 1e-5] to be safe, so alpha_bar = 1 does not return x0 and alpha_bar = 0 does not return eps."""
import torch
from torch import Tensor


def _check(x0, t, eps, alpha_bar):
    if x0.dim() < 2:
        raise ValueError("x0 is less than 2-D")
    if eps.shape != x0.shape or t.shape != (x0.shape[0],) or alpha_bar.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.dtype.is_floating_point:
        raise ValueError("t must hold integers")
    if bool((t < 0).any()) or bool((t >= alpha_bar.numel()).any()):
        raise ValueError("t must lie in 0..T-1")
    if not bool(((alpha_bar >= 0) & (alpha_bar <= 1)).all()):
        raise ValueError("alpha_bar must lie in [0, 1]")


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    _check(x0, t, eps, alpha_bar)
    level = alpha_bar.double().clamp(1e-5, 1 - 1e-5)[t]
    level = level.reshape((-1,) + (1,) * (x0.dim() - 1))
    signal = torch.sqrt(level).to(x0.dtype)
    noise = torch.sqrt(1 - level).to(x0.dtype)
    return signal * x0 + noise * eps
