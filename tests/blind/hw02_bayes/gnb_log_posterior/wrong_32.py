"""It averages the normalisation term 1/2 log(2 pi v) over the features instead of adding it up."""

import math

import torch
from torch import Tensor


def gnb_log_posterior(x: Tensor, log_prior: Tensor, means: Tensor, variances: Tensor) -> Tensor:
    if not (x.ndim == means.ndim == variances.ndim == 2 and log_prior.ndim == 1):
        raise ValueError("bad dimensions")
    if means.shape != variances.shape or means.shape != (len(log_prior), x.shape[1]):
        raise ValueError("bad shapes")
    if not bool(torch.all(variances > 0)):
        raise ValueError("variances have to be > 0")
    columns = []
    for k in range(len(log_prior)):
        quad = ((x - means[k]).square() / variances[k]).sum(dim=1)
        norm = torch.log(2 * math.pi * variances[k]).mean()
        columns.append(log_prior[k] - 0.5 * quad - 0.5 * norm)
    joint = torch.stack(columns, dim=1)
    return joint - torch.logsumexp(joint, dim=1, keepdim=True)
