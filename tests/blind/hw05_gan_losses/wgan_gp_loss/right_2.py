"""torch.func.vjp for the inner gradient, torch.lerp for the mixture"""
import torch


def wgan_gp_loss(critic, real, fake, alpha, lam=10.0):
    if real.shape != fake.shape or tuple(alpha.shape) != (len(real),):
        raise ValueError("shapes")
    if (alpha < 0).any() or (alpha > 1).any() or lam < 0:
        raise ValueError("alpha or lam out of range")
    weight = alpha.type_as(real)[(...,) + (None,) * (real.ndim - 1)]
    point = torch.lerp(fake, real, weight).detach()
    scores, pull = torch.func.vjp(critic, point)
    (slope,) = pull(torch.ones_like(scores))
    slope = torch.linalg.vector_norm(slope, dim=tuple(range(1, real.ndim)))
    gp = lam * torch.mean((slope - 1) ** 2)
    w = torch.mean(critic(fake)) - torch.mean(critic(real))
    return w.to(real.dtype), gp.to(real.dtype)
