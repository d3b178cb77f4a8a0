"""It uses the posterior of each observation as the prior of the next one, instead of starting from log_prior for every row."""

import torch
from torch import Tensor


def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.size(1) != log_prior.size(0):
        raise ValueError("wrong shapes")
    for t in (log_prior, log_lik):
        if torch.isnan(t).any() or torch.isposinf(t).any():
            raise ValueError("NaN or +inf in the input")
    belief = log_prior
    out = torch.empty_like(log_lik)
    for n in range(log_lik.size(0)):
        joint = belief + log_lik[n]
        evidence = torch.logsumexp(joint, dim=0)
        if torch.isneginf(evidence):
            raise ValueError("impossible observation")
        belief = joint - evidence
        out[n] = belief
    return out
