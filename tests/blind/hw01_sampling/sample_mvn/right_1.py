"""Plain Python floats, with a recursive Cholesky factorisation."""

import math

import torch


def cholesky(S):
    """Peel off the first row and column, then factor what is left."""
    if not S:
        return []
    pivot = S[0][0]
    if not 0 < pivot < math.inf:
        raise ValueError("not positive definite")
    root = math.sqrt(pivot)
    col = [row[0] / root for row in S[1:]]
    rest = [
        [S[i + 1][j + 1] - col[i] * col[j] for j in range(len(col))] for i in range(len(col))
    ]
    first = [root] + [0.0] * len(col)
    return [first] + [[c] + row for c, row in zip(col, cholesky(rest))]


def sample_mvn(mu, cov, eps):
    if mu.ndim != 1 or cov.ndim != 2 or eps.ndim != 2:
        raise ValueError("wrong number of dimensions")
    D = len(mu)
    if tuple(cov.shape) != (D, D) or eps.shape[1] != D:
        raise ValueError("sizes do not fit")
    S = cov.double().tolist()
    biggest = max((abs(v) for row in S for v in row), default=0.0)
    for i in range(D):
        for j in range(D):
            if math.isnan(S[i][j]) or abs(S[i][j] - S[j][i]) > 1e-3 * biggest:
                raise ValueError("not symmetric")
    L = cholesky(S)
    m = mu.double().tolist()
    rows = [
        [m[i] + sum(L[i][j] * e[j] for j in range(i + 1)) for i in range(D)]
        for e in eps.double().tolist()
    ]
    return torch.tensor(rows, dtype=torch.float64).reshape(eps.shape).to(mu.dtype)
