"""It uses -(mu1 - mu0)^T cov^-1 (mu1 - mu0) / 2 as the quadratic part of the bias, which is not the difference of the two quadratic forms."""

import math

import torch
from torch import Tensor


def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    if not (prior1 > 0 and prior1 < 1):
        raise ValueError("prior1 must lie strictly between 0 and 1")
    if mu0.ndim != 1 or mu1.ndim != 1 or cov.ndim != 2:
        raise ValueError("wrong number of dimensions")
    if not (len(mu0) == len(mu1) == cov.shape[0] == cov.shape[1]):
        raise ValueError("sizes differ")
    if ((cov - cov.mT).abs() > 1e-3 * cov.abs().max()).any():
        raise ValueError("cov must be symmetric")
    symmetric = (cov + cov.mT).double() / 2
    try:
        L = torch.linalg.cholesky(symmetric)
    except RuntimeError as error:
        raise ValueError("cov must be positive definite") from error
    delta = (mu1 - mu0).double()
    w = torch.cholesky_solve(delta[:, None], L)[:, 0]
    b = -0.5 * delta @ w + math.log(prior1) - math.log1p(-prior1)
    return w.to(mu0.dtype), b.to(mu0.dtype)
