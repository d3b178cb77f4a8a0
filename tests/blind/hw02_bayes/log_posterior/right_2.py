"""A decorator that checks, and a numpy body that folds np.logaddexp over each row."""

import functools

import numpy as np
import torch


def log_probabilities(function):
    @functools.wraps(function)
    def checked(log_prior, log_lik):
        if log_prior.ndim != 1 or log_lik.ndim != 2 or log_lik.shape[1] != len(log_prior):
            raise ValueError("shapes must be (K,) and (N, K)")
        a, b = (t.detach().to(torch.float64).numpy() for t in (log_prior, log_lik))
        if not (np.all(a < np.inf) and np.all(b < np.inf)):
            raise ValueError("NaN or +inf")
        return torch.as_tensor(function(a, b)).to(log_lik.dtype)

    return checked


@log_probabilities
def log_posterior(log_prior, log_lik):
    joint = log_prior[np.newaxis] + log_lik
    evidence = np.logaddexp.reduce(joint, axis=1, keepdims=True)
    if np.isneginf(evidence).any():
        raise ValueError("nothing can be concluded from the impossible")
    return joint - evidence
