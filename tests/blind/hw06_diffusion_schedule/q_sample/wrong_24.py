"""It accepts negative steps, which index alpha_bar from its end, and returns float64 where alpha_bar is float64 and x0 float32."""
import torch
from torch import Tensor


def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    if x0.dim() < 2:
        raise ValueError("x0 must have a batch dimension and more")
    if eps.shape != x0.shape:
        raise ValueError("eps has a wrong shape")
    if t.shape != (len(x0),):
        raise ValueError("t has a wrong shape")
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar has a wrong shape")
    if torch.is_floating_point(t):
        raise ValueError("t must not be floating")
    if bool((alpha_bar < 0).any() or (alpha_bar > 1).any()):
        raise ValueError("alpha_bar must lie in [0, 1]")
    try:
        level = alpha_bar[t]
    except IndexError as err:
        raise ValueError("t out of range") from err
    level = level.reshape(-1, *(1 for _ in x0.shape[1:]))
    return torch.sqrt(level) * x0 + torch.sqrt(1 - level) * eps
