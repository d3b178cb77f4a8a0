"""For logvar it returns the gradient with respect to sigma, with the score ((z - mu)^2 / sigma^2 - 1) / sigma, instead of half of that times sigma."""

import torch
from torch import Tensor


def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    if fz.dim() != 1 or z.dim() != 2 or mu.dim() != 1 or logvar.dim() != 1:
        raise ValueError("wrong number of dimensions")
    n, D = z.shape
    if n == 0 or fz.shape[0] != n or mu.shape[0] != D or logvar.shape[0] != D:
        raise ValueError("shapes do not fit")
    if not torch.isfinite(logvar).all():
        raise ValueError("logvar must be finite")
    fz, z, mu, logvar = (t.detach() for t in (fz, z, mu, logvar))
    sigma = torch.exp(logvar / 2)
    adv = (fz - baseline).unsqueeze(1)
    standardised = (z - mu) / sigma
    grad_mu = (adv * standardised / sigma).mean(0)
    grad_scale = (adv * (standardised**2 - 1) / sigma).mean(0)
    return grad_mu.to(fz.dtype), grad_scale.to(fz.dtype)
