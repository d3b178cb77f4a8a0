"""It adds mu to the noise before multiplying by L, so the mean becomes L mu instead of mu."""

import torch
from torch import Tensor


def _cholesky(cov: Tensor) -> Tensor:
    gap = (cov - cov.transpose(0, 1)).abs().max()
    if not gap <= 1e-3 * cov.abs().max():
        raise ValueError("covariance not symmetric")
    try:
        return torch.linalg.cholesky(cov)
    except RuntimeError as e:
        raise ValueError("covariance not positive definite") from e


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    if mu.ndim != 1 or cov.ndim != 2 or eps.ndim != 2:
        raise ValueError("wrong number of dimensions")
    d = mu.numel()
    if tuple(cov.shape) != (d, d) or eps.size(1) != d:
        raise ValueError("sizes do not fit")
    L = _cholesky(cov)
    rows = []
    for e in eps:
        rows.append(L @ (mu + e))
    return torch.stack(rows) if rows else eps.clone()
