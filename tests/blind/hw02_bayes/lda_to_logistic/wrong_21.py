"""It uses only the variances on the diagonal of cov and ignores the correlations, as naive Bayes would."""

import math

import torch
from torch import Tensor


def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    if not 0 < prior1 < 1:
        raise ValueError("prior1 must be in (0, 1)")
    if mu0.dim() != 1 or mu1.shape != mu0.shape or cov.shape != (len(mu0), len(mu0)):
        raise ValueError("shapes do not fit")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov is not symmetric")
    if torch.linalg.cholesky_ex(cov).info.item() != 0:
        raise ValueError("cov is not positive definite")
    variances = torch.diagonal(cov)
    w = (mu1 - mu0) / variances
    log_odds = math.log(prior1) - math.log1p(-prior1)
    b = -0.5 * (mu1**2 / variances).sum() + 0.5 * (mu0**2 / variances).sum() + log_odds
    return w, b
