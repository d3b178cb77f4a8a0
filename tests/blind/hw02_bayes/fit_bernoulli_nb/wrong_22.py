"""It adds alpha only once in the denominator of theta, N_k + alpha instead of N_k + 2 alpha."""

import torch
from torch import Tensor


def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    if alpha <= 0:
        raise ValueError("alpha must be > 0")
    if len(X) == 0 or len(X) != len(y):
        raise ValueError("X and y must have the same positive length")
    if not torch.all((X == 0) + (X == 1)):
        raise ValueError("X is not binary")
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError("label outside 0..K-1")
    N, D = X.shape
    log_prior = torch.empty(num_classes, dtype=X.dtype)
    log_theta = torch.empty(num_classes, D, dtype=X.dtype)
    for k in range(num_classes):
        rows = X[y == k]
        n_k = rows.shape[0]
        log_prior[k] = torch.tensor(n_k / N, dtype=torch.float64).log()
        log_theta[k] = ((rows.double().sum(0) + alpha) / (n_k + alpha)).log()
    return log_prior, log_theta
