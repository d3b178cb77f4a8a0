"""It counts labels with bincount without minlength, so that classes above the largest label in y are missing from the answer."""

import torch
from torch import Tensor


def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    if not (alpha > 0):
        raise ValueError("alpha")
    if X.shape[0] < 1 or y.shape != X.shape[:1]:
        raise ValueError("lengths")
    if ((X != 0) & (X != 1)).any():
        raise ValueError("entries of X")
    if ((y < 0) | (y >= num_classes)).any():
        raise ValueError("labels")
    counts = torch.bincount(y)
    ones = torch.zeros(len(counts), X.shape[1], dtype=torch.float64)
    ones.index_add_(0, y, X.double())
    n_k = counts.double().unsqueeze(1)
    log_theta = torch.log(ones + alpha) - torch.log(n_k + 2 * alpha)
    log_prior = torch.log(counts.double() / X.shape[0])
    return log_prior.to(X.dtype), log_theta.to(X.dtype)
