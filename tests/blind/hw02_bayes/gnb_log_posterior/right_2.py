"""A dictionary of little scoring functions made with functools.partial, one for each class."""

import math
from functools import partial

import torch


def score(x, mean, variance, log_prior):
    distance = (x - mean) / variance.sqrt()
    return log_prior - 0.5 * distance.square().sum(1) - 0.5 * variance.log().sum()


def gnb_log_posterior(x, log_prior, means, variances):
    N, D = x.shape if x.dim() == 2 else (None, None)
    K = len(log_prior) if log_prior.dim() == 1 else None
    if N is None or K is None:
        raise ValueError("x must be a matrix and log_prior a vector")
    for name, t in (("means", means), ("variances", variances)):
        if tuple(t.shape) != (K, D):
            raise ValueError(f"{name} should be {(K, D)}")
    if (variances <= 0).any() or variances.isnan().any():
        raise ValueError("not a variance")
    scorers = {
        k: partial(
            score,
            mean=means[k].double(),
            variance=variances[k].double(),
            log_prior=float(log_prior[k]),
        )
        for k in range(K)
    }
    # log(2 pi) D / 2 is the same for all classes and cancels; log v does not
    table = torch.stack([scorers[k](x.double()) for k in range(K)], dim=1)
    top = table.max(dim=1, keepdim=True).values
    log_norm = math.log(1) + (table - top).exp().sum(1, keepdim=True).log()
    return (table - top - log_norm).to(x.dtype)
