"""It blends the components: all samples come from one Gaussian with the weighted average of the means and stds."""

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
    k = choose(weights, u)
    w = (weights / weights.sum()).to(means.dtype)
    return w @ means + (w @ stds) * eps, k
