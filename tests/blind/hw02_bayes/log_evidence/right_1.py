"""functools.reduce with torch.logaddexp over the hypotheses."""

import functools

import torch


def log_evidence(log_prior, log_lik):
    if log_prior.ndim != 1 or log_lik.ndim != 2 or len(log_prior) != log_lik.shape[-1]:
        raise ValueError("need (K,) and (N, K)")
    if not (log_prior < torch.inf).all() or not (log_lik < torch.inf).all():
        raise ValueError("NaN or +inf")  # NaN < inf is False as well
    nothing = torch.full(log_lik.shape[:1], -torch.inf, dtype=torch.float64)
    joint = (log_lik.double() + log_prior.double()).unbind(dim=1)
    return functools.reduce(torch.logaddexp, joint, nothing).to(log_lik.dtype)
