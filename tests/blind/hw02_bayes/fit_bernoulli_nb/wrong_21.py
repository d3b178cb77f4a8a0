"""It smooths the class frequencies as well, (N_k + alpha) / (N + K alpha), so that an unseen class gets a positive prior."""

import torch
from torch import Tensor


def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    if not alpha > 0:
        raise ValueError("alpha must be positive")
    if X.dim() != 2 or y.dim() != 1 or X.shape[0] != y.shape[0] or X.shape[0] == 0:
        raise ValueError("X must be (N, D), y (N,), N >= 1")
    if not ((X == 0) | (X == 1)).all():
        raise ValueError("X must hold zeros and ones")
    if (y < 0).any() or (y >= num_classes).any():
        raise ValueError("label out of range")
    onehot = torch.nn.functional.one_hot(y, num_classes).double()
    N_k = onehot.sum(0)
    c = onehot.T @ X.double()
    prior = (N_k + alpha) / (len(y) + num_classes * alpha)
    theta = (c + alpha) / (N_k[:, None] + 2 * alpha)
    return prior.log().to(X.dtype), theta.log().to(X.dtype)
