"""It gives the fresh noise the variance beta_t instead of the posterior variance."""
import math

import torch
from torch import Tensor


def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    if betas.dim() != 1:
        raise ValueError("betas must be one-dimensional")
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must be in (0, 1)")
    if not isinstance(t, int) or not 0 <= t < len(betas):
        raise ValueError("t must be an int in 0..T-1")
    if not xt.shape == eps_pred.shape == noise.shape:
        raise ValueError("shapes differ")
    b = betas.double()
    beta = b[t].item()
    one_minus_ab = -math.expm1(torch.log1p(-b[: t + 1]).sum().item())
    mean = (xt - beta / math.sqrt(one_minus_ab) * eps_pred) / math.sqrt(1 - beta)
    if t == 0:
        return mean.to(xt.dtype)
    return (mean + math.sqrt(beta) * noise).to(xt.dtype)
