"""plain loop: each pair goes through the critic as a batch of one"""
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
    gap, penalty, n = 0.0, 0.0, real.shape[0]
    for x, y, a in zip(real.split(1), fake.split(1), alpha.tolist()):
        gap = gap + critic(y).sum() - critic(x).sum()
        p = (a * x + (1 - a) * y).detach().clone()
        p.requires_grad = True
        slope = torch.autograd.grad(critic(p).sum(), p, create_graph=True)[0].norm(p=2)
        penalty = penalty + (slope - 1) ** 2
    return (gap / n).to(real.dtype), (lam * penalty / n).to(real.dtype)
