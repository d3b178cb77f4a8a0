"""It checks the shape of noise only where noise is used, so at t = 0 noise of another shape is accepted instead of refused."""
import torch
from torch import Tensor


def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    if not isinstance(t, int) or isinstance(t, bool):
        raise ValueError("t is not an int")
    if betas.dim() != 1:
        raise ValueError("betas is not one-dimensional")
    if not 0 <= t < betas.shape[0]:
        raise ValueError("t is out of range")
    if not bool(((betas > 0) & (betas < 1)).all()):
        raise ValueError("betas outside (0, 1)")
    if eps_pred.shape != xt.shape:
        raise ValueError("eps_pred does not fit")

    betas64 = betas.to(torch.float64)
    log_alpha_bar = torch.cumsum(torch.log1p(-betas64), 0)
    one_minus = -torch.expm1(log_alpha_bar)
    beta = betas64[t]
    mean = (xt - beta / one_minus[t].sqrt() * eps_pred) / (1 - beta).sqrt()
    if t == 0:
        return mean.to(xt.dtype)

    if noise.shape != xt.shape:
        raise ValueError("noise does not fit")
    sigma = (beta * one_minus[t - 1] / one_minus[t]).sqrt()
    return (mean + sigma * noise).to(xt.dtype)
