"""It subtracts the baseline from the finished estimates instead of from every f(z_i), which shows only for a baseline other than 0."""

import torch
from torch import Tensor


def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    if fz.dim() != 1 or z.dim() != 2:
        raise ValueError("fz must be (n,) and z (n, D)")
    n, D = z.shape
    if n < 1 or fz.shape[0] != n or mu.shape != (D,) or logvar.shape != (D,):
        raise ValueError("sizes do not agree")
    if not bool(torch.isfinite(logvar).all()):
        raise ValueError("logvar holds NaN or an infinity")
    fz, z, mu, logvar = (t.detach() for t in (fz, z, mu, logvar))
    t = (z - mu) * torch.exp(-logvar / 2)
    score_mu = t * torch.exp(-logvar / 2)
    score_logvar = (t * t - 1) / 2
    g_mu = fz @ score_mu / n - baseline
    g_logvar = fz @ score_logvar / n - baseline
    return g_mu, g_logvar
