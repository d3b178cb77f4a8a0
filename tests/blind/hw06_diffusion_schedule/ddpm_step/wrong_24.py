"""It multiplies the fresh noise by the posterior variance instead of the standard deviation."""
import numpy as np
import torch
from torch import Tensor


def _levels(betas: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """1 - alpha_bar of each step and of the step before."""
    log_ab = np.cumsum(np.log1p(-betas.detach().double().numpy()))
    return -np.expm1(log_ab), -np.expm1(np.append(0.0, log_ab[:-1]))


def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    if betas.dim() != 1 or not bool(((betas > 0) & (betas < 1)).all()):
        raise ValueError("betas must be one-dimensional with entries in (0, 1)")
    if not isinstance(t, int) or t < 0 or t > len(betas) - 1:
        raise ValueError("t must be an int in range")
    if len({xt.shape, eps_pred.shape, noise.shape}) > 1:
        raise ValueError("the three shapes must agree")
    now, before = _levels(betas)
    beta = float(betas[t].double())
    x = (xt - float(beta / np.sqrt(now[t])) * eps_pred) / float(np.sqrt(1 - beta))
    if t != 0:
        sigma = float(beta * before[t] / now[t])
        x = x + sigma * noise
    return x.to(xt.dtype)
