"""It takes sqrt(exp(logvar)), whose gradient with respect to logvar is NaN where logvar is -inf (sigma = 0) instead of 0.

Not required by the contract: the square root of the variance is a right answer in the course.
"""

import torch
from torch import Tensor


def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != eps.shape or logvar.shape != eps.shape:
        raise ValueError("mu, logvar and eps need the same shape")
    bad = torch.isnan(logvar) | (logvar == float("inf"))
    if bad.any():
        raise ValueError("invalid logvar")
    variance = logvar.exp()
    sigma = variance.sqrt()
    return mu + sigma * eps
