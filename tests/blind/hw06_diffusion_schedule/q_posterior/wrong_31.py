"""It returns beta_t, the variance of the forward step, as the posterior variance (0 at t = 0 only)."""
import torch
from torch import Tensor


def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    if x0.dim() < 1 or xt.shape != x0.shape:
        raise ValueError("x0 and xt must have the same shape")
    if t.shape != x0.shape[:1] or betas.dim() != 1:
        raise ValueError("t must be (B,), betas (T,)")
    if t.is_floating_point() or ((t < 0) | (t >= len(betas))).any():
        raise ValueError("t must be integers in 0..T-1")
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must lie in (0, 1)")
    b = betas.double()
    log_bar = torch.log1p(-b).cumsum(0)
    log_prev = torch.cat([log_bar.new_zeros(1), log_bar[:-1]])
    noise, noise_prev = -torch.expm1(log_bar), -torch.expm1(log_prev)
    shape = [-1] + [1] * (x0.dim() - 1)
    c0 = (torch.exp(0.5 * log_prev) * b / noise)[t]
    ct = (torch.sqrt(1 - b) * noise_prev / noise)[t]
    c0 = torch.where(t == 0, torch.ones_like(c0), c0).reshape(shape)
    ct = ct.reshape(shape)
    mean = (c0 * x0.double() + ct * xt.double()).to(x0.dtype)
    variance = torch.where(t == 0, torch.zeros_like(b[t]), b[t])
    return mean, variance.to(x0.dtype)
