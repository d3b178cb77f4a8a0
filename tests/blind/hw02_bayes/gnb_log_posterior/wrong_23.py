"""It multiplies the densities themselves, which underflows to 0 / 0 for many features or far-away examples."""

import math

import torch
from torch import Tensor


def gnb_log_posterior(x: Tensor, log_prior: Tensor, means: Tensor, variances: Tensor) -> Tensor:
    if x.dim() != 2 or means.dim() != 2 or variances.dim() != 2 or log_prior.dim() != 1:
        raise ValueError("wrong number of dimensions")
    if means.shape != variances.shape or len(means) != len(log_prior) or x.size(1) != means.size(1):
        raise ValueError("shapes do not fit")
    if not torch.all(variances > 0):
        raise ValueError("variances must be positive")
    v = variances.unsqueeze(0)
    density = torch.exp(-((x.unsqueeze(1) - means) ** 2) / (2 * v)) / torch.sqrt(2 * math.pi * v)
    joint = density.prod(dim=-1) * log_prior.exp()
    return torch.log(joint / joint.sum(dim=1, keepdim=True))
