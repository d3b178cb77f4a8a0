"""For lam = 0 it takes a short cut and returns a constant float32 zero as penalty, which has the wrong dtype for float64 samples and no graph to the critic's parameters."""
import torch
from torch import Tensor


def wgan_gp_loss(critic, real: Tensor, fake: Tensor, alpha: Tensor,
                 lam: float = 10.0) -> tuple[Tensor, Tensor]:
    if real.shape != fake.shape or real.ndim < 2:
        raise ValueError("shapes of real and fake")
    if tuple(alpha.shape) != (real.shape[0],):
        raise ValueError("shape of alpha")
    if not torch.all((alpha >= 0) & (alpha <= 1)):
        raise ValueError("alpha out of range")
    if lam < 0:
        raise ValueError("lam negative")
    w = critic(fake).mean() - critic(real).mean()
    if lam == 0:
        return w, torch.tensor(0.0)  # nothing to compute
    shape = (-1,) + (1,) * (real.ndim - 1)
    a = alpha.to(real.dtype).reshape(shape)
    with torch.enable_grad():
        x_hat = torch.lerp(fake.detach(), real.detach(), a.expand_as(real)).requires_grad_(True)
        scores = critic(x_hat)
        grad = torch.autograd.grad(scores.sum(), x_hat, create_graph=True)[0]
    slope = torch.linalg.vector_norm(grad.flatten(1), dim=1)
    return w, lam * ((slope - 1) ** 2).mean()
