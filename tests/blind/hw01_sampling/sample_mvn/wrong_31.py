"""It whitens instead of colouring: it solves L y = eps and returns mu + L^{-1} eps instead of mu + L eps."""

import torch
from torch import Tensor


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    if mu.dim() != 1:
        raise ValueError("mu must be (D,)")
    D = mu.shape[0]
    if cov.shape != (D, D):
        raise ValueError("cov must be (D, D)")
    if eps.dim() != 2 or eps.shape[1] != D:
        raise ValueError("eps must be (n, D)")
    if not torch.isfinite(cov).all():
        raise ValueError("cov is not finite")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov is not symmetric")
    L, info = torch.linalg.cholesky_ex(cov)
    if info.item() != 0:
        raise ValueError("cov is not positive definite")
    y = torch.linalg.solve_triangular(L, eps.T, upper=False)
    return mu + y.T
