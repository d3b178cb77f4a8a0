"""It chooses the smallest k with u <= border, so that a u on a boundary gets the wrong component and a leading zero weight can be chosen."""

import torch


def check(weights, means, stds, u, eps):
    if weights.dim() != 1 or means.dim() != 2 or u.dim() != 1 or eps.dim() != 2:
        raise ValueError("wrong number of dimensions")
    if means.shape[0] != weights.shape[0] or stds.shape != means.shape:
        raise ValueError("means and stds must be (K, D)")
    if eps.shape != (u.shape[0], means.shape[1]):
        raise ValueError("eps must be (n, D)")
    if not (stds >= 0).all():
        raise ValueError("stds must be >= 0")
    if not ((weights >= 0) & torch.isfinite(weights)).all() or not (weights > 0).any():
        raise ValueError("weights must be finite, >= 0 and not all zero")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")


def choose(weights, u, right=True):
    cdf = weights.double().cumsum(0)
    index = torch.searchsorted(cdf / cdf[-1], u.double().contiguous(), right=right)
    return index.clamp(max=int(weights.nonzero().max()))


def sample_gmm(weights, means, stds, u, eps):
    check(weights, means, stds, u, eps)
    k = choose(weights, u, right=False)
    return means[k] + stds[k] * eps, k
