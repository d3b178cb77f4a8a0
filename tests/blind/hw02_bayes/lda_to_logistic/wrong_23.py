"""It clamps prior1 to [1e-6, 1 - 1e-6] before taking the log odds, which is wrong for a legal prior as small as 1e-12."""

import math

import torch
from torch import Tensor


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    if not 0.0 < prior1 < 1.0:
        raise ValueError("prior1")
    if mu0.dim() != 1 or mu0.shape != mu1.shape or cov.shape != (mu0.numel(), mu0.numel()):
        raise ValueError("shapes")
    asymmetry = (cov - cov.T).abs().max()
    if asymmetry > 1e-3 * cov.abs().max():
        raise ValueError("cov is not symmetric")
    sym = (cov + cov.T) / 2
    L, info = torch.linalg.cholesky_ex(sym)
    if info > 0:
        raise ValueError("cov is not positive definite")
    w = torch.linalg.solve(sym, mu1 - mu0)
    a1 = torch.linalg.solve(sym, mu1)
    a0 = torch.linalg.solve(sym, mu0)
    b = -0.5 * torch.dot(mu1, a1) + 0.5 * torch.dot(mu0, a0) + _logit(prior1)
    return w, b
