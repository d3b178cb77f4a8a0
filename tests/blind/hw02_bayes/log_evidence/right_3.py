"""Batched matrix product after taking the maximum of each row out, with torch.where for dead rows."""

import torch


class Evidence:
    def __init__(self, log_prior):
        if log_prior.dim() != 1:
            raise ValueError("the prior is a vector")
        self.log_prior = self.legal(log_prior)

    @staticmethod
    def legal(t):
        if (t != t).any() or (t == float("inf")).any():
            raise ValueError("NaN or +inf")
        return t

    def __call__(self, log_lik):
        self.legal(log_lik)
        if log_lik.dim() != 2 or log_lik.shape[1] != self.log_prior.numel():
            raise ValueError("a row for each observation, a column for each hypothesis")
        joint = log_lik + self.log_prior[None, :]
        peak = joint.amax(dim=1, keepdim=True)
        peak = torch.where(torch.isinf(peak), torch.zeros_like(peak), peak)
        total = torch.einsum("nk->n", torch.exp(joint - peak))
        return torch.log(total) + peak.squeeze(1)


def log_evidence(log_prior, log_lik):
    return Evidence(log_prior)(log_lik)
