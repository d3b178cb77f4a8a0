"""It divides the counts of every class by N + 2 alpha, with the number of all examples, instead of by N_k + 2 alpha."""

import torch
from torch import Tensor


def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    if not (alpha > 0):
        raise ValueError("alpha <= 0")
    if X.ndim != 2 or len(X) == 0:
        raise ValueError("X must be (N, D) with N >= 1")
    if y.shape != (len(X),):
        raise ValueError("X and y have different lengths")
    if bool(((X != 0) & (X != 1)).any()):
        raise ValueError("X must hold zeros and ones")
    if int(y.min()) < 0 or int(y.max()) > num_classes - 1:
        raise ValueError("label outside 0..num_classes-1")
    N, D = X.shape
    log_prior = torch.full((num_classes,), -float("inf"), dtype=X.dtype)
    log_theta = torch.full((num_classes, D), 0.5, dtype=X.dtype).log()
    for k in range(num_classes):
        mine = X[y == k]
        if len(mine) == 0:
            continue
        log_prior[k] = torch.tensor(len(mine) / N, dtype=X.dtype).log()
        log_theta[k] = torch.log((mine.sum(0) + alpha) / (N + 2 * alpha))
    return log_prior, log_theta
