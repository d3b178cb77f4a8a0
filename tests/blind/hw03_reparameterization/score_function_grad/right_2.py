"""Plain Python loops with fsum, one coordinate after the other."""

import math

import torch


def score_function_grad(fz, z, mu, logvar, baseline=0.0):
    n = fz.numel()
    D = mu.numel()
    wanted = [(n,), (n, D), (D,), (D,)]
    if n == 0 or [tuple(t.shape) for t in (fz, z, mu, logvar)] != wanted:
        raise ValueError(f"shapes should be {wanted} with n >= 1")
    if not all(math.isfinite(v) for v in logvar.tolist()):
        raise ValueError("logvar is not finite")
    advantage = [v - baseline for v in fz.tolist()]
    uphill_mu, uphill_logvar = [], []
    for column, m, lv in zip(z.t().tolist(), mu.tolist(), logvar.tolist()):
        precision = math.exp(-lv)
        gap = [v - m for v in column]
        uphill_mu.append(math.fsum(a * g * precision for a, g in zip(advantage, gap)) / n)
        uphill_logvar.append(
            math.fsum(a * (g * g * precision - 1) / 2 for a, g in zip(advantage, gap)) / n
        )
    return torch.tensor(uphill_mu, dtype=fz.dtype), torch.tensor(uphill_logvar, dtype=fz.dtype)
