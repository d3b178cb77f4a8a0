"""It returns the negative gradient, as for a loss to be minimised, so that the estimates point downhill."""

import torch
from torch import Tensor


def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    if fz.dim() != 1 or z.dim() != 2 or mu.dim() != 1 or logvar.dim() != 1:
        raise ValueError("wrong number of dimensions")
    n, D = z.shape
    if n == 0 or len(fz) != n or len(mu) != D or len(logvar) != D:
        raise ValueError("shapes do not fit")
    if not torch.isfinite(logvar).all():
        raise ValueError("logvar must be finite")
    fz, z = fz.detach(), z.detach()
    m = mu.detach().clone().requires_grad_()
    lv = logvar.detach().clone().requires_grad_()
    with torch.enable_grad():
        logq = -0.5 * (((z - m) * torch.exp(-lv / 2)) ** 2 + lv).sum(dim=1)
        loss = -((fz - baseline) * logq).mean()
    g_mu, g_lv = torch.autograd.grad(loss, (m, lv))
    return g_mu.to(fz.dtype), g_lv.to(fz.dtype)
