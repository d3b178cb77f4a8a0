"""It multiplies the noise rows by L instead of L^T, so that the covariance becomes L^T L."""

import torch
from torch import Tensor


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    if mu.ndim != 1 or cov.ndim != 2 or eps.ndim != 2:
        raise ValueError("expected (D,), (D, D), (n, D)")
    d = len(mu)
    if tuple(cov.shape) != (d, d) or eps.shape[1] != d:
        raise ValueError("dimensions disagree")
    gap = (cov - cov.mT).abs().max()
    if gap > 1e-3 * cov.abs().max():
        raise ValueError("cov must be symmetric")
    try:
        L = torch.linalg.cholesky(cov)
    except RuntimeError as error:
        raise ValueError("cov must be positive definite") from error
    return mu + eps @ L
