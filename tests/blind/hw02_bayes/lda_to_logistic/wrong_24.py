"""It rejects only a singular covariance and accepts an indefinite or negative definite one."""

import math

import torch
from torch import Tensor


def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    if not 0 < prior1 < 1:
        raise ValueError("prior1 must be a probability strictly between 0 and 1")
    D = mu0.shape[0] if mu0.dim() == 1 else -1
    if D < 0 or mu1.shape != (D,) or cov.shape != (D, D):
        raise ValueError("mu0, mu1, cov must be (D,), (D,), (D, D)")
    if torch.any((cov - cov.T).abs() > 1e-3 * cov.abs().max()):
        raise ValueError("cov must be symmetric")
    if torch.linalg.matrix_rank(cov.double()) < D:
        raise ValueError("cov must be invertible")
    right = torch.stack([mu0, mu1], dim=1).double()
    both = torch.linalg.solve((cov + cov.T).double() / 2, right)
    w = both[:, 1] - both[:, 0]
    quad = (right * both).sum(dim=0)
    b = 0.5 * (quad[0] - quad[1]) + math.log(prior1) - math.log1p(-prior1)
    return w.to(mu0.dtype), b.to(mu0.dtype)
