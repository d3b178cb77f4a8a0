"""It only checks that the entries of X lie between 0 and 1, so values such as 0.5 are accepted instead of raising ValueError."""

import torch
from torch import Tensor


def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    if alpha <= 0 or alpha != alpha:
        raise ValueError("alpha must be > 0")
    if X.dim() != 2 or y.dim() != 1:
        raise ValueError("need X (N, D) and y (N,)")
    if X.size(0) == 0:
        raise ValueError("no examples")
    if X.size(0) != y.size(0):
        raise ValueError("lengths differ")
    if torch.isnan(X).any() or (X < 0).any() or (X > 1).any():
        raise ValueError("X must be binary")
    if ((y < 0) | (y >= num_classes)).any():
        raise ValueError("labels must be in 0..num_classes-1")
    n_k = torch.bincount(y, minlength=num_classes).to(X.dtype)
    c = torch.zeros(num_classes, X.size(1), dtype=X.dtype).index_add(0, y, X)
    theta = (c + alpha) / (n_k[:, None] + 2 * alpha)
    return torch.log(n_k / X.size(0)), torch.log(theta)
