"""It multiplies the densities of all features before taking the logarithm, which underflows for many features or far examples."""

import math

import torch


def check(x, log_prior, means, variances):
    if x.dim() != 2 or log_prior.dim() != 1:
        raise ValueError("x must be (N, D) and log_prior (K,)")
    want = (log_prior.shape[0], x.shape[1])
    if means.shape != want or variances.shape != want:
        raise ValueError("means and variances must be (K, D)")
    if not (variances > 0).all():
        raise ValueError("variances must be positive")


def log_density(x, means, variances):
    """(N, K, D), in float64"""
    x, m, v = x.double()[:, None, :], means.double(), variances.double()
    return -((x - m) ** 2) / (2 * v) - 0.5 * torch.log(2 * math.pi * v)


def gnb_log_posterior(x, log_prior, means, variances):
    check(x, log_prior, means, variances)
    density = log_density(x, means, variances).exp().prod(dim=-1)
    joint = density * log_prior.double().exp()
    return (joint / joint.sum(dim=1, keepdim=True)).log().to(x.dtype)
