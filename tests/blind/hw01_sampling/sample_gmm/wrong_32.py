"""It builds the samples component by component and concatenates the groups, so they come out sorted by component instead of in the order of u."""

import torch
from torch import Tensor


def pick(weights, u):
    w = weights.double()
    if not bool(torch.isfinite(w).all()) or bool((w < 0).any()) or float(w.sum()) == 0.0:
        raise ValueError("weights must be finite, >= 0, not all zero")
    if not bool(((u >= 0) & (u < 1)).all()):
        raise ValueError("u must be in [0, 1)")
    cdf = w.cumsum(0) / w.sum()
    k = (cdf[None, :] <= u.double()[:, None]).sum(1)
    return torch.minimum(k, torch.nonzero(w)[-1])


def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if weights.ndim != 1 or means.ndim != 2 or stds.ndim != 2 or u.ndim != 1 or eps.ndim != 2:
        raise ValueError("shapes")
    K, D = means.shape
    n = len(u)
    if len(weights) != K or stds.shape != (K, D) or eps.shape != (n, D):
        raise ValueError("shapes")
    if not bool((stds >= 0).all()):
        raise ValueError("negative std")
    k = pick(weights, u)
    xs, ks = [], []
    for j in range(K):
        mine = k == j
        xs.append(means[j] + stds[j] * eps[mine])
        ks.append(k[mine])
    return torch.cat(xs), torch.cat(ks)
