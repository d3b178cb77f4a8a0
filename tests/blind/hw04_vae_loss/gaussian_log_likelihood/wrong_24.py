"""A one-dimensional logvar whose length is the batch size is taken as one variance per example, instead of being broadcast along the last dimension."""
import torch
from torch import Tensor
from torch.distributions import Normal


def _spread(logvar: Tensor, x: Tensor) -> Tensor:
    if logvar.dim() == 1 and len(logvar) == len(x):
        logvar = logvar.reshape(-1, *[1] * (x.dim() - 1))
    try:
        return logvar.expand_as(x)
    except RuntimeError as problem:
        raise ValueError("logvar does not fit x") from problem


def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    if x.dim() < 2:
        raise ValueError("x is less than 2-D")
    if mean.shape != x.shape:
        raise ValueError("mean has another shape than x")
    sigma = torch.exp(0.5 * _spread(logvar, x))
    density = Normal(mean, sigma, validate_args=False)
    return density.log_prob(x).reshape(len(x), -1).sum(dim=1).to(x.dtype)
