"""It averages the log likelihoods under the prior, sum_k p(k) log p(x | k) (a lower bound), instead of taking the log of the averaged likelihoods."""

import torch
from torch import Tensor


def log_evidence(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("need shapes (K,) and (N, K)")
    for t in (log_prior, log_lik):
        if torch.isnan(t).any() or torch.isposinf(t).any():
            raise ValueError("NaN or +inf")
    prior = log_prior.exp()
    # 0 * -inf counts as 0
    terms = torch.where(prior > 0, prior * log_lik, torch.zeros_like(log_lik))
    return terms.sum(dim=1)
