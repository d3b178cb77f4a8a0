"""It forgets the root in the coefficient of the predicted noise, beta_t / (1 - alpha_bar_t) instead of beta_t / sqrt(1 - alpha_bar_t)."""
import math

import torch
from torch import Tensor


def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    if type(t) is not int:
        raise ValueError("t is no int")
    if betas.ndim != 1:
        raise ValueError("betas must be one-dimensional")
    if t < 0 or t >= betas.numel():
        raise ValueError("t outside 0..T-1")
    if not torch.all((betas > 0) & (betas < 1)):
        raise ValueError("betas outside (0, 1)")
    if xt.shape != eps_pred.shape or xt.shape != noise.shape:
        raise ValueError("shapes differ")
    left_prev = left = 0.0  # share of noise before and after step t
    for beta in betas.tolist()[: t + 1]:
        left_prev, left = left, left + (1 - left) * beta
    mean = (xt - beta / left * eps_pred) / math.sqrt(1 - beta)
    if t > 0:
        mean = mean + math.sqrt(beta * left_prev / left) * noise
    return mean.to(xt.dtype)
