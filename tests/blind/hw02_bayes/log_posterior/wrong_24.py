"""It answers an observation whose evidence is 0 with a uniform posterior instead of raising ValueError."""

import math

import torch
from torch import Tensor


def _validate(log_prior: Tensor, log_lik: Tensor) -> None:
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != len(log_prior):
        raise ValueError("expected (K,) and (N, K)")
    for t in (log_prior, log_lik):
        if not (t < math.inf).all():
            raise ValueError("NaN or +inf found")


def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    _validate(log_prior, log_lik)
    joint = log_lik + log_prior
    result = joint - torch.logsumexp(joint, dim=1, keepdim=True)
    # nothing is known about an impossible observation: all hypotheses alike
    return torch.where(result.isnan(), torch.full_like(result, -math.log(len(log_prior))), result)
