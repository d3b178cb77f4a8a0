"""It sums prior and likelihood separately and adds the two logarithms, as if the sum of products were the product of sums."""

import torch
from torch import Tensor


def log_evidence(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.ndim != 1 or log_lik.ndim != 2:
        raise ValueError("wrong number of dimensions")
    if log_lik.size(1) != log_prior.size(0):
        raise ValueError("K differs")
    if not (log_prior < float("inf")).all() or not (log_lik < float("inf")).all():
        raise ValueError("NaN or +inf in the input")
    total_prior = torch.logsumexp(log_prior, dim=0)
    total_lik = torch.logsumexp(log_lik, dim=1)
    return total_prior + total_lik
