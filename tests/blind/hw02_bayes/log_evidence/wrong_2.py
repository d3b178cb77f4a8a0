"""An observation that is impossible under every hypothesis gives NaN, because the maximum -inf is subtracted from -inf."""

import torch


def check(log_prior, log_lik):
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != log_prior.shape[0]:
        raise ValueError("shapes must be (K,) and (N, K)")
    for t in (log_prior, log_lik):
        if torch.isnan(t).any() or torch.isposinf(t).any():
            raise ValueError("NaN or +inf is no log probability")


def log_evidence(log_prior, log_lik):
    check(log_prior, log_lik)
    joint = log_lik + log_prior
    top = joint.max(dim=1).values
    return top + (joint - top[:, None]).exp().sum(dim=1).log()
