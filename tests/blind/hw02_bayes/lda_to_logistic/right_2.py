"""Plain Python: Gaussian elimination on lists, whose pivots also tell whether cov is positive definite."""

import math

import torch


def eliminate(A, rhs):
    """Solve A x = rhs for symmetric A; only the lower triangle of A is read."""
    n = len(A)
    A = [[A[max(i, j)][min(i, j)] for j in range(n)] for i in range(n)]
    rhs = list(rhs)
    scale = [A[i][i] for i in range(n)]
    for p in range(n):
        if not A[p][p] > n * 2.2e-16 * scale[p] or not math.isfinite(A[p][p]):
            raise ValueError("cov is not positive definite")
        for i in range(p + 1, n):
            factor = A[i][p] / A[p][p]
            for j in range(p, n):
                A[i][j] -= factor * A[p][j]
            rhs[i] -= factor * rhs[p]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (rhs[i] - sum(A[i][j] * x[j] for j in range(i + 1, n))) / A[i][i]
    return x


def lda_to_logistic(prior1, mu0, mu1, cov):
    if math.isnan(prior1) or prior1 <= 0 or prior1 >= 1:
        raise ValueError("prior1 must be strictly between 0 and 1")
    D = mu0.numel()
    if not (tuple(mu0.shape) == tuple(mu1.shape) == (D,) and tuple(cov.shape) == (D, D)):
        raise ValueError("shapes")
    S, m0, m1 = cov.tolist(), mu0.tolist(), mu1.tolist()
    largest = max(abs(v) for row in S for v in row)
    for i in range(D):
        for j in range(i):
            if not abs(S[i][j] - S[j][i]) <= 1e-3 * largest:
                raise ValueError("cov is not symmetric")
    w = eliminate(S, [b - a for a, b in zip(m0, m1)])
    middle = math.fsum(wi * (a + b) / 2 for wi, a, b in zip(w, m0, m1))
    b = math.log(prior1 / (1 - prior1)) - middle
    return torch.tensor(w, dtype=mu0.dtype), torch.tensor(b, dtype=mu0.dtype)
