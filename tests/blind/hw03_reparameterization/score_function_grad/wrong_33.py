"""It differentiates log q by autograd without detaching z, so that when z was computed from mu and logvar (which require grad) the gradient also flows through the samples and is wrong."""

import math

import torch
from torch import Tensor


def _leaf(t: Tensor) -> Tensor:
    return t if t.requires_grad else t.detach().clone().requires_grad_(True)


def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    if fz.dim() != 1 or z.dim() != 2:
        raise ValueError("fz must be (n,) and z (n, D)")
    n, D = z.shape
    if fz.shape != (n,) or mu.shape != (D,) or logvar.shape != (D,):
        raise ValueError("shapes do not fit")
    if n == 0:
        raise ValueError("no samples")
    if (~torch.isfinite(logvar)).any():
        raise ValueError("logvar must be finite")
    m, lv = _leaf(mu), _leaf(logvar)
    with torch.enable_grad():
        logq = -0.5 * ((z - m) ** 2 * torch.exp(-lv) + lv + math.log(2 * math.pi)).sum(dim=1)
        surrogate = ((fz.detach() - baseline) * logq).mean()
        g_m, g_lv = torch.autograd.grad(surrogate, (m, lv), retain_graph=True)
    return g_m.detach().to(fz.dtype), g_lv.detach().to(fz.dtype)
