"""It normalises over the observations (dim 0) instead of over the hypotheses, so that columns sum to 1."""

import torch


def check(log_prior, log_lik):
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("shapes must be (K,) and (N, K)")
    for t in (log_prior, log_lik):
        if torch.isnan(t).any() or torch.isposinf(t).any():
            raise ValueError("NaN or +inf is no log probability")


def check_possible(log_prior, log_lik):
    if torch.isneginf(log_lik + log_prior).all(dim=1).any():
        raise ValueError("an observation is impossible under every hypothesis")


def log_posterior(log_prior, log_lik):
    check(log_prior, log_lik)
    check_possible(log_prior, log_lik)
    return torch.log_softmax(log_lik + log_prior, dim=0)
