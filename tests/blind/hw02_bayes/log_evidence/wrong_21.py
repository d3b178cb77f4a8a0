"""It returns the prior-weighted average of the log likelihoods instead of the log of the weighted average of the likelihoods."""

import torch
from torch import Tensor


def log_evidence(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("expected shapes (K,) and (N, K)")
    for t in (log_prior, log_lik):
        if torch.isnan(t).any() or torch.isposinf(t).any():
            raise ValueError("NaN or +inf")
    prior = torch.exp(log_prior)
    terms = torch.where(prior > 0, prior * log_lik, torch.zeros_like(log_lik))
    return terms.sum(dim=1)
