"""It fits multinomial naive Bayes: the smoothed counts of a class are divided by the total number of ones in that class plus D alpha, instead of by N_k + 2 alpha."""

import torch
import torch.nn.functional as F
from torch import Tensor


def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    if not alpha > 0:
        raise ValueError("alpha must be positive")
    if X.dim() != 2 or y.dim() != 1 or X.shape[0] != y.shape[0] or X.shape[0] == 0:
        raise ValueError("X and y do not fit, or are empty")
    if not ((X == 0) | (X == 1)).all():
        raise ValueError("X must be binary")
    if (y < 0).any() or (y >= num_classes).any():
        raise ValueError("label out of range")
    onehot = F.one_hot(y, num_classes).to(X.dtype)
    counts = onehot.T @ X
    log_prior = torch.log(onehot.sum(0) / X.shape[0])
    total = counts.sum(dim=1, keepdim=True)
    theta = (counts + alpha) / (total + alpha * X.shape[1])
    return log_prior, theta.log()
