"""It writes the norm as sqrt(sum of squares), whose gradient is NaN where the critic is flat.

Not required by the contract: both results are to be differentiable with
respect to the parameters wherever no slope is 0, and a norm has no derivative at 0.
"""
import torch


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


def wgan_gp_loss(critic, real, fake, alpha, lam=10.0):
    check(real, fake, alpha, lam)
    w = critic(fake).mean() - critic(real).mean()
    x = mix(real, fake, alpha).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    gp = lam * (((g**2).flatten(1).sum(1).sqrt() - 1) ** 2).mean()
    return w.to(real.dtype), gp.to(real.dtype)
