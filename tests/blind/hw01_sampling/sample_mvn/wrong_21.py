"""It uses the symmetric square root of cov instead of the lower Cholesky factor: the same distribution, but other samples."""

import torch
from torch import Tensor


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    if mu.dim() != 1:
        raise ValueError("mu must be (D,)")
    D = mu.shape[0]
    if cov.shape != (D, D) or eps.dim() != 2 or eps.shape[1] != D:
        raise ValueError("shapes do not fit")
    if ((cov - cov.T).abs() > 1e-3 * cov.abs().max()).any():
        raise ValueError("cov is not symmetric")
    if torch.linalg.cholesky_ex(cov).info.item() != 0:
        raise ValueError("cov is not positive definite")
    values, vectors = torch.linalg.eigh((cov + cov.T) / 2)
    root = vectors @ torch.diag(values.sqrt()) @ vectors.T
    return mu + eps @ root.T
