"""It calls autograd.grad without create_graph, so the penalty cannot be differentiated with respect to the critic's parameters."""
from collections.abc import Callable

import torch
from torch import Tensor


def wgan_gp_loss(
    critic: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    alpha: Tensor,
    lam: float = 10.0,
) -> tuple[Tensor, Tensor]:
    if real.shape != fake.shape:
        raise ValueError("real.shape != fake.shape")
    if alpha.shape != real.shape[:1]:
        raise ValueError("alpha is not (B,)")
    if (alpha < 0).any() or (alpha > 1).any():
        raise ValueError("alpha is not in [0, 1]")
    if lam < 0:
        raise ValueError("lam < 0")
    w = torch.mean(critic(fake)) - torch.mean(critic(real))
    a = alpha.to(real.dtype)[(...,) + (None,) * (real.dim() - 1)]
    x_hat = torch.lerp(fake.detach(), real.detach(), a.expand_as(real)).requires_grad_(True)
    grad = torch.autograd.grad(critic(x_hat).sum(), x_hat)[0]
    slope = grad.pow(2).flatten(1).sum(1).sqrt()
    gp = lam * torch.mean((slope - 1) ** 2)
    return w.to(real.dtype), gp.to(real.dtype)
