"""It undoes the single forward step, (x_t - sqrt(beta_t) eps) / sqrt(1 - beta_t), as if the predicted noise were the noise that step t alone added."""
import torch
from torch import Tensor


def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    if isinstance(t, bool) or not isinstance(t, int):
        raise ValueError("t must be an int")
    if betas.dim() != 1 or not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must be (T,) in (0, 1)")
    if not 0 <= t < len(betas):
        raise ValueError("t out of range")
    if not xt.shape == eps_pred.shape == noise.shape:
        raise ValueError("shapes differ")
    b = betas.double()
    log_bar = torch.log1p(-b).cumsum(0)
    beta = b[t]
    mean = (xt - beta.sqrt() * eps_pred) / (1 - beta).sqrt()
    if t == 0:
        return mean.to(xt.dtype)
    variance = beta * torch.expm1(log_bar[t - 1]) / torch.expm1(log_bar[t])
    return (mean + variance.sqrt() * noise).to(xt.dtype)
