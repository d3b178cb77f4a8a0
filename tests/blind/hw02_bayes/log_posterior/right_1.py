"""torch.distributions.Categorical normalises the logits."""

import torch
from torch.distributions import Categorical


def log_posterior(log_prior, log_lik):
    if log_lik.dim() != 2 or log_prior.shape != log_lik.shape[1:]:
        raise ValueError("log_prior must be (K,) and log_lik (N, K)")
    joint = log_lik + log_prior
    if any(torch.isnan(t).any() or (t == torch.inf).any() for t in (log_prior, log_lik)):
        raise ValueError("NaN or +inf")
    if (joint == -torch.inf).all(dim=1).any():
        raise ValueError("impossible observation")
    if len(joint) == 0:
        return joint
    return Categorical(logits=joint, validate_args=False).logits
