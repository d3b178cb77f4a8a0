"""cholesky_ex and a vmap over the rows of eps."""

import torch
from torch.func import vmap


def sample_mvn(mu, cov, eps):
    match (tuple(mu.shape), tuple(cov.shape), tuple(eps.shape)):
        case ((d,), (r, c), (_, e)) if d == r == c == e:
            pass
        case shapes:
            raise ValueError(f"shapes {shapes}")
    if cov.isnan().any() or cov.isinf().any():
        raise ValueError("cov must be finite")
    if d and (cov - cov.mT).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov must be symmetric")
    L, failed = torch.linalg.cholesky_ex(cov)
    if failed or (L.diagonal() <= 0).any():
        raise ValueError("cov must be positive definite")
    if eps.shape[0] == 0:
        return eps.clone()
    return vmap(lambda e: mu + L @ e)(eps)
