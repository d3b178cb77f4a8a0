"""It divides z - mu by sigma instead of sigma squared in the estimate for mu."""

import torch
from torch import Tensor


def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    if z.ndim != 2 or z.shape[0] < 1:
        raise ValueError("z must be (n, D) with n >= 1")
    if fz.shape != z.shape[:1] or mu.shape != z.shape[1:] or logvar.shape != z.shape[1:]:
        raise ValueError("shapes do not fit z")
    if torch.isnan(logvar).any() or torch.isinf(logvar).any():
        raise ValueError("logvar must be finite")
    with torch.no_grad():
        advantage = (fz - baseline).unsqueeze(1)
        sigma = torch.exp(logvar / 2)
        standard = (z - mu) / sigma
        grad_mu = (advantage * standard).mean(0)
        grad_logvar = (advantage * 0.5 * (standard**2 - 1)).mean(0)
    return grad_mu, grad_logvar
