"""It counts steps from 1, so an example at t gets the level of t - 1 and one at t = 0 stays clean."""
import torch
from torch import Tensor


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    if x0.ndim < 2 or x0.shape != eps.shape:
        raise ValueError("x0 and eps must have the same shape (B, ...)")
    if t.ndim != 1 or len(t) != len(x0) or alpha_bar.ndim != 1:
        raise ValueError("t must be (B,) and alpha_bar (T,)")
    if t.dtype.is_floating_point:
        raise ValueError("t is floating")
    if torch.any(t < 0) or torch.any(t > len(alpha_bar) - 1):
        raise ValueError("t outside 0..T-1")
    if torch.any(alpha_bar < 0) or torch.any(alpha_bar > 1):
        raise ValueError("alpha_bar outside [0, 1]")
    # before the first step the share is 1
    levels = torch.cat([torch.ones(1, dtype=torch.float64), alpha_bar.double()])
    rows = []
    for b in range(len(x0)):
        level = levels[t[b]]
        a, s = level.sqrt().to(x0.dtype), (1 - level).sqrt().to(x0.dtype)
        rows.append(a * x0[b] + s * eps[b])
    return torch.stack(rows).to(x0.dtype)
