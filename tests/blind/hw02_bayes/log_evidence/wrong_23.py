"""It subtracts the largest joint entry of the whole table instead of each row's, so rows far below the best one underflow to -inf."""

import torch
from torch import Tensor


def log_evidence(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    if log_prior.dim() != 1 or log_lik.dim() != 2 or log_lik.shape[1] != len(log_prior):
        raise ValueError("shapes must be (K,) and (N, K)")
    both = torch.cat([log_prior, log_lik.flatten()])
    if torch.isnan(both).any() or (both == float("inf")).any():
        raise ValueError("entries must be log probabilities")
    joint = log_lik + log_prior
    if joint.numel() == 0:
        return joint.new_empty(joint.shape[0])
    top = joint.max()
    if torch.isneginf(top):
        return joint.new_full((joint.shape[0],), float("-inf"))
    return top + torch.log(torch.exp(joint - top).sum(dim=1))
