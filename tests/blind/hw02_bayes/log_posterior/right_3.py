"""vmap over the observations, each row handled by a function of one vector."""

import torch
from torch.func import vmap


def bayes_one(joint):
    """(K,) to (K,)"""
    best = joint.max()
    shifted = joint - best
    return shifted - shifted.exp().sum().log()


def log_posterior(log_prior, log_lik):
    K = log_prior.numel()
    if list(log_prior.shape) != [K] or log_lik.dim() != 2 or log_lik.size(-1) != K:
        raise ValueError("shapes")
    everything = torch.cat([log_prior.flatten(), log_lik.flatten()])
    if everything.isnan().any() or everything.isposinf().any():
        raise ValueError("not a log probability")
    joint = torch.stack([row + log_prior for row in log_lik]) if len(log_lik) else log_lik.clone()
    possible = (joint > -torch.inf).any(dim=1)
    if not possible.all():
        raise ValueError(f"observations {torch.nonzero(~possible).flatten().tolist()} impossible")
    return vmap(bayes_one)(joint) if len(joint) else joint
