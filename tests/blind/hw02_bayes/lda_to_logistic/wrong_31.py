"""It scales w to length 1, as Fisher's discriminant direction, and b with it, so the boundary is right but sigmoid(w.x + b) is not p(y = 1 | x)."""

import math

import torch
from torch import Tensor


def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    if not 0 < prior1 < 1:
        raise ValueError("prior1 must be in (0, 1)")
    if mu0.dim() != 1 or mu1.shape != mu0.shape or cov.shape != (len(mu0), len(mu0)):
        raise ValueError("shapes do not fit")
    if not (cov - cov.T).abs().max() <= 1e-3 * cov.abs().max():
        raise ValueError("cov not symmetric")
    S = (cov + cov.T) / 2
    L, info = torch.linalg.cholesky_ex(S)
    if info != 0:
        raise ValueError("cov not positive definite")
    w = torch.cholesky_solve((mu1 - mu0).unsqueeze(1), L).squeeze(1)
    b = -0.5 * torch.dot(w, mu1 + mu0) + math.log(prior1) - math.log1p(-prior1)
    length = torch.linalg.vector_norm(w)
    if length > 0:
        w, b = w / length, b / length
    return w, b
