"""It uses the zero-centred penalty slope^2 (as R1 regularisation does) instead of (slope - 1)^2."""
import torch
from torch import Tensor


def wgan_gp_loss(critic, real: Tensor, fake: Tensor, alpha: Tensor,
                 lam: float = 10.0) -> tuple[Tensor, Tensor]:
    if real.shape != fake.shape or real.dim() < 2:
        raise ValueError("real and fake differ in shape")
    if alpha.shape != real.shape[:1]:
        raise ValueError("alpha must be (B,)")
    if not ((alpha >= 0) & (alpha <= 1)).all():
        raise ValueError("alpha outside [0, 1]")
    if not lam >= 0:
        raise ValueError("lam is negative")
    w = critic(fake).mean() - critic(real).mean()
    a = alpha.to(real.dtype).view(-1, *[1] * (real.dim() - 1))
    points = (a * real + (1 - a) * fake).detach().requires_grad_(True)
    (grad,) = torch.autograd.grad(critic(points).sum(), points, create_graph=True)
    slope_squared = grad.flatten(1).pow(2).sum(1)
    return w, lam * slope_squared.mean()
