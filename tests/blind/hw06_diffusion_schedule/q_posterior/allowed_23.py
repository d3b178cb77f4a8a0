"""It computes 1 - alpha_bar by plain subtraction in the dtype of x0, which loses nearly all digits for betas as small as 1e-6 in float32.

Not required by the contract: 1 - alpha_bar may lose the digits that its dtype loses.
"""
import torch
from torch import Tensor


def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    if xt.shape != x0.shape:
        raise ValueError("xt must have x0's shape")
    if x0.dim() < 1 or tuple(t.shape) != (x0.shape[0],):
        raise ValueError("t must be (B,)")
    if betas.dim() != 1:
        raise ValueError("betas must be (T,)")
    if torch.is_floating_point(t):
        raise ValueError("t must be int64")
    if (t < 0).any() or (t >= betas.shape[0]).any():
        raise ValueError("t is not in 0..T-1")
    if (betas <= 0).any() or (betas >= 1).any():
        raise ValueError("betas are not in (0, 1)")
    betas = betas.to(x0.dtype)
    alpha_bar = torch.cumprod(1 - betas, dim=0)
    alpha_bar_prev = torch.cat([alpha_bar.new_ones(1), alpha_bar[:-1]])
    coef_x0 = alpha_bar_prev.sqrt() * betas / (1 - alpha_bar)
    coef_xt = (1 - betas).sqrt() * (1 - alpha_bar_prev) / (1 - alpha_bar)
    variance = betas * (1 - alpha_bar_prev) / (1 - alpha_bar)
    shape = (-1,) + (1,) * (x0.dim() - 1)
    mean = coef_x0[t].reshape(shape) * x0 + coef_xt[t].reshape(shape) * xt
    return mean.to(x0.dtype), variance[t]
