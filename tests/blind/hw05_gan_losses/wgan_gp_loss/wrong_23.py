"""It takes the norm of the gradient over dimension 1 only, so for images each pixel gets a slope of its own."""
from collections.abc import Callable

import torch
from torch import Tensor


def gradient_penalty(critic, points):
    points = points.detach().clone().requires_grad_(True)
    grads = torch.autograd.grad(critic(points).sum(), points, create_graph=True)[0]
    return (torch.linalg.vector_norm(grads, dim=1) - 1).square().mean()


def wgan_gp_loss(
    critic: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    alpha: Tensor,
    lam: float = 10.0,
) -> tuple[Tensor, Tensor]:
    if real.shape != fake.shape:
        raise ValueError("real and fake must have the same shape")
    if tuple(alpha.shape) != (real.shape[0],):
        raise ValueError("alpha must have one entry per pair")
    if alpha.min() < 0 or alpha.max() > 1:
        raise ValueError("alpha must lie in [0, 1]")
    if lam < 0:
        raise ValueError("lam must not be negative")
    a = alpha.to(real.dtype)
    while a.dim() < real.dim():
        a = a.unsqueeze(-1)
    gp = lam * gradient_penalty(critic, a * real + (1 - a) * fake)
    w = critic(fake).mean() - critic(real).mean()
    return w.to(real.dtype), gp.to(real.dtype)
