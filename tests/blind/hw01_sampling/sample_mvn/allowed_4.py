"""It compares cov - cov^T with 1e-3 itself instead of 1e-3 times the largest entry, so that the symmetry check depends on the units.

Not required by the contract: checks use a clear asymmetry at usual scales only.
"""

import torch


def check(mu, cov, eps):
    d = mu.shape[0] if mu.dim() == 1 else -1
    if mu.dim() != 1 or cov.shape != (d, d) or eps.dim() != 2 or eps.shape[1] != d:
        raise ValueError("shapes must be (D,), (D, D) and (n, D)")
    if not torch.isfinite(cov).all():
        raise ValueError("cov holds NaN or an infinity")


def check_symmetry(cov):
    if ((cov - cov.T).abs() > 1e-3 * cov.abs().max()).any():
        raise ValueError("cov is not symmetric")


def factor(cov):
    chol, info = torch.linalg.cholesky_ex(cov.double())
    if info > 0:
        raise ValueError("cov is not positive definite")
    return chol


def sample_mvn(mu, cov, eps):
    check(mu, cov, eps)
    if not torch.allclose(cov, cov.T, rtol=0, atol=1e-3):
        raise ValueError("cov is not symmetric")
    chol = factor(cov)
    return (mu + eps.double() @ chol.T).to(mu.dtype)
