"""Its symmetry check compares cov - cov^T with the absolute number 1e-3, instead of 1e-3 times the largest absolute entry of cov.

Not required by the contract: checks use a clear asymmetry at usual scales only.
"""

import torch
from torch import Tensor


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    d = mu.shape[0] if mu.dim() == 1 else -1
    if d < 0 or cov.shape != torch.Size([d, d]) or eps.dim() != 2 or eps.shape[-1] != d:
        raise ValueError("need mu (D,), cov (D, D), eps (n, D)")
    if not torch.all((cov - cov.mT).abs() <= 1e-3):
        raise ValueError("cov must be symmetric")
    chol, info = torch.linalg.cholesky_ex(cov)
    if int(info) > 0:
        raise ValueError("cov must be positive definite")
    return mu + eps @ chol.mT
