"""It divides the mean by the square root of alpha_bar_t instead of that of 1 - beta_t."""
import torch
from torch import Tensor


def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    if not isinstance(t, int):
        raise ValueError("t is no int")
    if betas.ndim != 1 or torch.any(betas <= 0) or torch.any(betas >= 1):
        raise ValueError("betas must be a vector with entries in (0, 1)")
    if t < 0 or t >= len(betas):
        raise ValueError("t is outside 0..T-1")
    if xt.shape != eps_pred.shape or xt.shape != noise.shape:
        raise ValueError("xt, eps_pred and noise must have one shape")
    beta = betas.double()
    log_ab = torch.log1p(-beta).cumsum(0)
    left_out = -torch.expm1(log_ab)  # 1 - alpha_bar
    mean = (xt.double() - beta[t] / left_out[t].sqrt() * eps_pred) / torch.exp(0.5 * log_ab[t])
    if t > 0:
        sigma = (beta[t] * left_out[t - 1] / left_out[t]).sqrt()
        mean = mean + sigma * noise
    return mean.to(xt.dtype)
