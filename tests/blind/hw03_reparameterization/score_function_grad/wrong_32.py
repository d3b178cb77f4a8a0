"""It subtracts the baseline from the finished averages instead of from every f(z_i) before the multiplication with the score."""

import torch
from torch import Tensor


@torch.no_grad()
def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    if z.ndim != 2 or z.shape[0] < 1:
        raise ValueError("z must be (n, D), n >= 1")
    if fz.shape != z.shape[:1] or mu.shape != z.shape[1:] or logvar.shape != z.shape[1:]:
        raise ValueError("shapes must be (n,), (n, D), (D,), (D,)")
    if not bool(torch.isfinite(logvar).all()):
        raise ValueError("logvar is not finite")
    inv_var = torch.exp(-logvar)
    d = z - mu
    score_mu = d * inv_var
    score_lv = 0.5 * (d * d * inv_var - 1.0)
    n = z.shape[0]
    grad_mu = torch.einsum("n,nd->d", fz, score_mu.to(fz.dtype)) / n - baseline
    grad_lv = torch.einsum("n,nd->d", fz, score_lv.to(fz.dtype)) / n - baseline
    return grad_mu, grad_lv
