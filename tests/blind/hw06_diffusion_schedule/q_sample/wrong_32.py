"""It takes the noise amplitude from the root that it already has, sqrt(1 - sqrt(alpha_bar)) instead of sqrt(1 - alpha_bar)."""
import torch
from torch import Tensor


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    if x0.ndim < 2 or x0.shape != eps.shape:
        raise ValueError("x0 and eps must have the same shape, at least 2-D")
    if t.ndim != 1 or t.shape[0] != x0.shape[0]:
        raise ValueError("one step per example")
    if alpha_bar.ndim != 1 or not torch.all((0 <= alpha_bar) & (alpha_bar <= 1)):
        raise ValueError("alpha_bar must be (T,) in [0, 1]")
    if torch.is_floating_point(t):
        raise ValueError("t must be an integer tensor")
    if t.numel() and (t.min() < 0 or t.max() >= alpha_bar.shape[0]):
        raise ValueError("t out of 0..T-1")
    a = alpha_bar[t].to(x0.dtype).sqrt()
    s = (1 - a).sqrt()
    while a.dim() < x0.dim():
        a, s = a.unsqueeze(-1), s.unsqueeze(-1)
    return a * x0 + s * eps.to(x0.dtype)
