"""It averages the slopes over the batch before comparing with 1, (mean slope - 1)^2, instead of averaging (slope - 1)^2."""
import torch
from torch import Tensor


def wgan_gp_loss(critic, real: Tensor, fake: Tensor, alpha: Tensor,
                 lam: float = 10.0) -> tuple[Tensor, Tensor]:
    if real.shape != fake.shape:
        raise ValueError("real and fake must have the same shape")
    if real.dim() < 2:
        raise ValueError("need a dimension after the first")
    if alpha.dim() != 1 or len(alpha) != len(real):
        raise ValueError("alpha must have shape (B,)")
    if (alpha < 0).any() or (alpha > 1).any() or alpha.isnan().any():
        raise ValueError("alpha must be in [0, 1]")
    if lam < 0:
        raise ValueError("lam must not be negative")

    weight = alpha.to(real.dtype).reshape([len(real)] + [1] * (real.dim() - 1))
    mixed = (weight * real + (1 - weight) * fake).detach()
    mixed.requires_grad_()
    out = critic(mixed)
    grads = torch.autograd.grad(
        outputs=out, inputs=mixed, grad_outputs=torch.ones_like(out),
        create_graph=True, retain_graph=True,
    )[0]
    slopes = grads.reshape(len(real), -1).norm(2, dim=1)
    gp = lam * (slopes.mean() - 1) ** 2
    w = critic(fake).mean() - critic(real).mean()
    return w, gp
