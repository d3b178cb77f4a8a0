"""Whitening: in the coordinates of L^-1 x the covariance is the identity."""

import math

import torch


def lda_to_logistic(prior1, mu0, mu1, cov):
    if not (prior1 > 0 and prior1 < 1):
        raise ValueError("prior1")
    if mu0.ndim != 1 or mu0.shape != mu1.shape or cov.shape != mu0.shape * 2:
        raise ValueError("shapes")
    S = cov.double()
    if S.isnan().any() or (S - S.mT).abs().max() > 1e-3 * S.abs().max():
        raise ValueError("cov is not symmetric")
    try:
        L = torch.linalg.cholesky((S + S.mT) / 2)
    except torch.linalg.LinAlgError as error:
        raise ValueError("cov is not positive definite") from error
    both = torch.stack([mu0, mu1], dim=1).double()
    a0, a1 = torch.linalg.solve_triangular(L, both, upper=False).unbind(dim=1)
    w = torch.linalg.solve_triangular(L.mT, (a1 - a0)[:, None], upper=True)[:, 0]
    b = (a0 - a1) @ (a0 + a1) / 2 + math.log(prior1) - math.log1p(-prior1)
    return w.to(mu0.dtype), b.to(mu0.dtype)
