"""It forgets the factor 1/2 in the estimate for logvar, which is then the gradient with respect to log sigma."""

import torch
from torch import Tensor


def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    if fz.dim() != 1 or z.dim() != 2 or mu.dim() != 1 or mu.shape != logvar.shape:
        raise ValueError("wrong shapes")
    if len(fz) != len(z) or z.shape[1] != len(mu) or len(z) == 0:
        raise ValueError("wrong sizes")
    if (~torch.isfinite(logvar)).any():
        raise ValueError("logvar must be finite")
    values = fz.detach()
    samples = z.detach()
    precision = torch.exp(-logvar.detach())
    g_mu = torch.zeros_like(mu.detach())
    g_logvar = torch.zeros_like(mu.detach())
    for value, sample in zip(values, samples, strict=True):
        d = sample - mu.detach()
        g_mu = g_mu + (value - baseline) * d * precision
        g_logvar = g_logvar + (value - baseline) * (d**2 * precision - 1)
    return (g_mu / len(values)).to(fz.dtype), (g_logvar / len(values)).to(fz.dtype)
