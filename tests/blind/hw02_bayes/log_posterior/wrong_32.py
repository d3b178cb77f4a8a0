"""It normalises the likelihood before adding the log prior and not after, so the rows do not sum to 1."""

import torch
from torch import Tensor


def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.ndim != 1 or log_lik.ndim != 2 or log_lik.shape[-1] != len(log_prior):
        raise ValueError("expected (K,) and (N, K)")
    both = (log_prior, log_lik)
    if any(bool(t.isnan().any()) or bool((t == torch.inf).any()) for t in both):
        raise ValueError("NaN or +inf")
    if bool(torch.isneginf(log_lik + log_prior).all(dim=-1).any()):
        raise ValueError("an observation has evidence 0")
    return torch.log_softmax(log_lik, dim=-1) + log_prior
