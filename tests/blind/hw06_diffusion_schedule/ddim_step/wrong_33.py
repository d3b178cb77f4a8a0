"""For t_prev = -1 it uses alpha_bar[0] as the final level instead of 1, so the last jump does not end at the estimate of x0."""
import torch
from torch import Tensor


def ddim_step(xt: Tensor, t: int, t_prev: int, eps_pred: Tensor, alpha_bar: Tensor,
              eta: float = 0.0, noise: Tensor | None = None) -> Tensor:
    for step in (t, t_prev):
        if not isinstance(step, int) or isinstance(step, bool):
            raise ValueError("steps must be ints")
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar is not one-dimensional")
    if not (0 <= t < alpha_bar.numel() and -1 <= t_prev < t):
        raise ValueError("step out of range")
    if not ((alpha_bar > 0) & (alpha_bar < 1)).all():
        raise ValueError("alpha_bar is not in (0, 1)")
    if (torch.diff(alpha_bar) >= 0).any():
        raise ValueError("alpha_bar is not strictly decreasing")
    if not 0 <= eta <= 1:
        raise ValueError("eta outside [0, 1]")
    if eta > 0 and noise is None:
        raise ValueError("noise is needed")
    for other in (eps_pred, noise):
        if other is not None and other.shape != xt.shape:
            raise ValueError("shapes differ")

    levels = alpha_bar.to(torch.float64)
    at = levels[t]
    final_level = levels[0]
    ap = levels[t_prev] if t_prev >= 0 else final_level
    eps = eps_pred.to(torch.float64)
    clean = (xt.to(torch.float64) - torch.sqrt(1 - at) * eps) / torch.sqrt(at)
    sigma = eta * torch.sqrt((1 - ap) / (1 - at)) * torch.sqrt(1 - at / ap)
    out = torch.sqrt(ap) * clean
    out = out + torch.sqrt(torch.clamp(1 - ap - sigma ** 2, min=0)) * eps
    if eta > 0:
        out = out + sigma * noise
    return out.to(xt.dtype)
