"""At t = 0 it returns the variance of step 1 in the place of 0, a trick from programs that need the logarithm of the variance."""
import torch
from torch import Tensor


def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    if x0.dim() == 0 or x0.shape != xt.shape:
        raise ValueError("x0 and xt must have the same shape (B, ...)")
    if t.dim() != 1 or len(t) != len(x0) or betas.dim() != 1:
        raise ValueError("t must be (B,) and betas (T,)")
    if t.is_floating_point():
        raise ValueError("t must be an integer tensor")
    if not ((t >= 0) & (t < len(betas))).all():
        raise ValueError("t outside 0..T-1")
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas outside (0, 1)")
    b = betas.double()
    log_ab = torch.cumsum(torch.log1p(-b), dim=0)
    log_ab_prev = torch.nn.functional.pad(log_ab[:-1], (1, 0))
    left = -torch.expm1(log_ab)
    left_prev = -torch.expm1(log_ab_prev)
    variance = b * left_prev / left
    if len(b) > 1:
        variance = torch.cat([variance[1:2], variance[1:]])  # the first one is 0, log would be -inf
    first = t == 0
    c0 = torch.exp(log_ab_prev / 2) * b / left
    ct = torch.sqrt(1 - b) * left_prev / left
    view = (len(t),) + (1,) * (x0.dim() - 1)
    mean = c0[t].view(view) * x0.double() + ct[t].view(view) * xt.double()
    mean = torch.where(first.view(view), x0.double(), mean)
    return mean.to(x0.dtype), variance[t].to(x0.dtype)
