"""It leaves log space to divide, so for very small likelihoods it takes the log of 0 / 0 and returns NaN."""

import torch
from torch import Tensor


def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.dim() != 1 or log_lik.dim() != 2:
        raise ValueError("wrong number of dimensions")
    n, k = log_lik.shape
    if log_prior.shape[0] != k:
        raise ValueError("numbers of hypotheses differ")
    if torch.isnan(log_prior).any() or torch.isnan(log_lik).any():
        raise ValueError("NaN")
    if torch.isposinf(log_prior).any() or torch.isposinf(log_lik).any():
        raise ValueError("+inf")
    possible = torch.isfinite(log_prior) & torch.isfinite(log_lik)
    if not possible.any(dim=1).all():
        raise ValueError("an observation has evidence 0")
    joint = log_prior.exp() * log_lik.exp()
    return torch.log(joint / joint.sum(dim=1, keepdim=True))
