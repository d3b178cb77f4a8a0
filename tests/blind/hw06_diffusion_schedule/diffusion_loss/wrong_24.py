"""It calls the model once for each example in a loop instead of once with the whole batch."""
from collections.abc import Callable

import torch
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
        raise ValueError("gamma must be positive or None")
    if x0.dim() < 2:
        raise ValueError("x0 must be at least 2-D")
    if tuple(eps.shape) != tuple(x0.shape):
        raise ValueError("eps must have the shape of x0")
    if tuple(t.shape) != (x0.shape[0],):
        raise ValueError("t must be (B,)")
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar must be (T,)")
    if torch.is_floating_point(t) or any(not 0 <= k < len(alpha_bar) for k in t.tolist()):
        raise ValueError("t must hold ints in 0..T-1")
    if any(not 0 <= level <= 1 for level in alpha_bar.tolist()):
        raise ValueError("alpha_bar must be in [0, 1]")
    loss = torch.zeros((), dtype=x0.dtype)
    for b in range(len(x0)):
        level = float(alpha_bar[t[b]])
        xt = level**0.5 * x0[b] + (1 - level) ** 0.5 * eps[b]
        guess = model(xt[None], t[b : b + 1])[0]
        weight = 1.0
        if gamma is not None and level > gamma * (1 - level):
            weight = gamma * (1 - level) / level
        loss = loss + weight * ((guess - eps[b]) ** 2).mean()
    return (loss / len(x0)).to(x0.dtype)
