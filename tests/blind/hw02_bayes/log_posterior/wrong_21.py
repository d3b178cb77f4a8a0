"""It leaves out the prior and normalises the likelihoods alone (the base-rate fallacy)."""

import torch
from torch import Tensor


def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("expected shapes (K,) and (N, K)")
    for t in (log_prior, log_lik):
        if torch.isnan(t).any() or torch.isposinf(t).any():
            raise ValueError("NaN or +inf")
    evidence = torch.logsumexp(log_prior + log_lik, dim=1)
    if torch.isneginf(evidence).any():
        raise ValueError("an impossible observation")
    return torch.log_softmax(log_lik, dim=1)
