"""It exchanges the weights of the pair: alpha weighs the fake and 1 - alpha the real sample."""
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
    if lam < 0:
        raise ValueError("lam is negative")
    if real.shape != fake.shape:
        raise ValueError("shapes differ")
    if alpha.dim() != 1 or len(alpha) != len(real):
        raise ValueError("alpha has a wrong shape")
    if torch.any(alpha < 0) or torch.any(alpha > 1):
        raise ValueError("alpha outside [0, 1]")
    weight = alpha.to(real.dtype).reshape([len(real)] + [1] * (real.dim() - 1))
    points = real.detach() + weight * (fake.detach() - real.detach())
    points.requires_grad_()
    scores = critic(points)
    slopes = torch.autograd.grad(
        scores, points, grad_outputs=torch.ones_like(scores), create_graph=True
    )[0]
    norms = slopes.reshape(len(real), -1).norm(dim=1)
    gp = lam * ((norms - 1) ** 2).mean()
    w = critic(fake).mean() - critic(real).mean()
    return w.to(real.dtype), gp.to(real.dtype)
