"""It normalises over the observations (dimension 0) instead of over the hypotheses."""

import torch
from torch import Tensor


def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.ndim != 1 or log_lik.ndim != 2 or log_prior.numel() != log_lik.size(1):
        raise ValueError("bad shapes")
    inf = float("inf")
    if not torch.all(log_prior < inf) or not torch.all(log_lik < inf):
        raise ValueError("NaN or +inf")
    joint = log_prior[None, :] + log_lik
    if (joint == -inf).all(dim=1).any():
        raise ValueError("evidence is 0")
    evidence = joint.logsumexp(dim=0, keepdim=True)
    return torch.where(joint == -inf, joint, joint - evidence)
