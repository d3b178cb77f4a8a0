"""It adds a jitter of 1e-6 to the diagonal of cov before the Cholesky factorisation."""

import torch
from torch import Tensor


def _cholesky(cov: Tensor) -> Tensor:
    jitter = 1e-6 * torch.eye(cov.shape[0], dtype=cov.dtype, device=cov.device)
    L, info = torch.linalg.cholesky_ex(cov + jitter)
    if info > 0:
        raise ValueError("cov is not positive definite")
    return L


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    if mu.dim() != 1 or cov.dim() != 2 or eps.dim() != 2:
        raise ValueError("wrong number of dimensions")
    if not (cov.shape[0] == cov.shape[1] == eps.shape[1] == mu.shape[0]):
        raise ValueError("wrong sizes")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov is not symmetric")
    L = _cholesky(cov)
    return mu + torch.einsum("ij,nj->ni", L, eps)
