"""It demands that cov equals its transpose exactly and so rejects a covariance that is asymmetric only by rounding."""

import torch
from torch import Tensor


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    if mu.dim() != 1:
        raise ValueError("mu")
    D = mu.numel()
    if cov.shape != torch.Size([D, D]):
        raise ValueError("cov")
    if eps.dim() != 2 or eps.size(1) != D:
        raise ValueError("eps")
    if not torch.equal(cov, cov.T):
        raise ValueError("cov is not symmetric")
    try:
        L = torch.linalg.cholesky(cov)
    except torch.linalg.LinAlgError:
        raise ValueError("cov is not positive definite") from None
    rows = [mu + L @ e for e in eps]
    return torch.stack(rows) if rows else eps.clone()
