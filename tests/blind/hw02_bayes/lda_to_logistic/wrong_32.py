"""In the bias both quadratic terms have a minus sign: the one of mu0 should be added."""

import math

import torch
from torch import Tensor


def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    if not (prior1 > 0 and prior1 < 1):
        raise ValueError("prior1 must be strictly between 0 and 1")
    if mu0.ndim != 1 or mu1.ndim != 1 or cov.ndim != 2:
        raise ValueError("wrong dimensions")
    D = mu0.shape[0]
    if mu1.shape[0] != D or cov.shape[0] != D or cov.shape[1] != D:
        raise ValueError("wrong sizes")
    if not torch.all(torch.abs(cov - cov.T) <= 1e-3 * torch.max(torch.abs(cov))):
        raise ValueError("cov must be symmetric")
    sym = 0.5 * (cov + cov.T)
    try:
        torch.linalg.cholesky(sym)
    except RuntimeError as err:
        raise ValueError("cov must be positive definite") from err
    a0 = torch.linalg.solve(sym, mu0)
    a1 = torch.linalg.solve(sym, mu1)
    w = a1 - a0
    b = -0.5 * mu1 @ a1 - 0.5 * mu0 @ a0 + math.log(prior1 / (1 - prior1))
    return w, b
