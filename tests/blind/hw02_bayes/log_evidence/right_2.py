"""Plain Python lists: take out the largest term of a row, add up the rest with fsum."""

import math

import torch


def lse(terms):
    top = max(terms, default=-math.inf)
    if top == -math.inf:
        return top
    return top + math.log(math.fsum(math.exp(t - top) for t in terms))


def log_evidence(log_prior, log_lik):
    if log_prior.dim() != 1:
        raise ValueError(f"log_prior has shape {tuple(log_prior.shape)}")
    if log_lik.dim() != 2 or log_lik.size(1) != log_prior.size(0):
        raise ValueError(f"log_lik has shape {tuple(log_lik.shape)}")
    prior, rows = log_prior.tolist(), log_lik.tolist()
    if any(math.isnan(v) or v == math.inf for row in [prior, *rows] for v in row):
        raise ValueError("illegal log probability")
    return torch.tensor(
        [lse([p + l for p, l in zip(prior, row)]) for row in rows], dtype=log_lik.dtype
    )
