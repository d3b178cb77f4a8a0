"""It averages the log densities over the features instead of adding them up."""

import math

import torch
from torch import Tensor


def gnb_log_posterior(x: Tensor, log_prior: Tensor, means: Tensor, variances: Tensor) -> Tensor:
    if means.ndim != 2 or variances.shape != means.shape:
        raise ValueError("means and variances must both be (K, D)")
    if log_prior.shape != means.shape[:1]:
        raise ValueError("log_prior must be (K,)")
    if x.ndim != 2 or x.shape[1] != means.shape[1]:
        raise ValueError("x must be (N, D)")
    if (variances <= 0).any():
        raise ValueError("variances must be positive")
    columns = []
    xd = x.double()
    for lp, m, v in zip(log_prior.double(), means.double(), variances.double(), strict=True):
        log_density = -((xd - m) ** 2) / (2 * v) - 0.5 * torch.log(2 * math.pi * v)
        columns.append(lp + log_density.mean(dim=1))
    joint = torch.stack(columns, dim=1)
    return (joint - joint.logsumexp(dim=1, keepdim=True)).to(x.dtype)
