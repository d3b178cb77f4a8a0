"""the usual autograd.grad with create_graph, extra keyword with a type hint"""
from collections.abc import Callable
import torch
from torch import Tensor


def check(real, fake, alpha, lam):
    if real.shape != fake.shape:
        raise ValueError("real and fake differ in shape")
    if alpha.shape != real.shape[:1]:
        raise ValueError("alpha must be (B,)")
    if not ((alpha >= 0) & (alpha <= 1)).all():
        raise ValueError("alpha must lie in [0, 1]")
    if not lam >= 0:
        raise ValueError("negative lam")


def mix(real, fake, alpha):
    a = alpha.to(real.dtype).reshape(-1, *[1] * (real.dim() - 1))
    return a * real + (1 - a) * fake


def wgan_gp_loss(
    critic: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, alpha: Tensor,
    lam: float = 10.0, target: float = 1.0,
) -> tuple[Tensor, Tensor]:
    check(real, fake, alpha, lam)
    w = critic(fake).mean() - critic(real).mean()
    between = mix(real, fake, alpha).detach().requires_grad_()
    with torch.enable_grad():
        scores = critic(between)
        (g,) = torch.autograd.grad(scores, between, torch.ones_like(scores), create_graph=True)
    slopes = g.flatten(1).norm(dim=1)
    gp = lam * (slopes - target).square().mean()
    return w.to(real.dtype), gp.to(real.dtype)
