"""It subtracts the maximum of log_lik + log_prior inside the sum but adds back the maximum of log_lik alone."""

import torch
from torch import Tensor


def log_evidence(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.ndim != 1:
        raise ValueError("log_prior must be 1-D")
    if log_lik.ndim != 2 or log_lik.size(1) != log_prior.size(0):
        raise ValueError("log_lik must be (N, K)")
    if torch.isnan(log_prior).any() or torch.isnan(log_lik).any():
        raise ValueError("NaN")
    if (log_prior == float("inf")).any() or (log_lik == float("inf")).any():
        raise ValueError("+inf")
    joint = log_lik + log_prior
    top = joint.amax(dim=1, keepdim=True)
    top = torch.where(torch.isinf(top), torch.zeros_like(top), top)
    total = torch.exp(joint - top).sum(dim=1)
    shift = log_lik.amax(dim=1)
    shift = torch.where(torch.isinf(shift), torch.zeros_like(shift), shift)
    return shift + torch.log(total)
