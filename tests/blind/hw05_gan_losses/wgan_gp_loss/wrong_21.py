"""Its penalty is one-sided: slopes below 1 cost nothing."""
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
        raise ValueError("real and fake differ in shape")
    if alpha.shape != (real.shape[0],):
        raise ValueError("alpha must be (B,)")
    if not ((alpha >= 0) & (alpha <= 1)).all():
        raise ValueError("alpha must be in [0, 1]")
    if lam < 0:
        raise ValueError("lam must be at least 0")
    w = critic(fake).mean() - critic(real).mean()
    a = alpha.to(real.dtype).view(-1, *[1] * (real.dim() - 1))
    mixed = (a * real + (1 - a) * fake).detach().requires_grad_(True)
    (grad,) = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
    slope = grad.flatten(1).norm(2, dim=1)
    gp = lam * torch.relu(slope - 1).pow(2).mean()  # Lipschitz: the slope must not exceed 1
    return w.to(real.dtype), gp.to(real.dtype)
