"""It reads alpha_bar[t - 1] also at t = 0, where the index -1 means the last step instead of the value 1."""
import torch
from torch import Tensor


def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    if x0.ndim < 1 or x0.shape != xt.shape or t.shape != x0.shape[:1] or betas.ndim != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t has a floating dtype")
    if torch.any((t < 0) | (t >= len(betas))):
        raise ValueError("t has an entry outside 0..T-1")
    if torch.any((betas <= 0) | (betas >= 1)):
        raise ValueError("betas has an entry outside (0, 1)")
    b = betas.double()
    log_alpha_bar = torch.log1p(-b).cumsum(0)
    now, before = log_alpha_bar[t], log_alpha_bar[t - 1]
    ratio = torch.expm1(before) / torch.expm1(now)
    c_clean = torch.exp(before / 2) * b[t] / -torch.expm1(now)
    c_noisy = torch.sqrt(1 - b[t]) * ratio
    variance = b[t] * ratio
    view = [len(x0)] + [1] * (x0.ndim - 1)
    mean = c_clean.view(view) * x0 + c_noisy.view(view) * xt
    return mean.to(x0.dtype), variance.to(x0.dtype)
