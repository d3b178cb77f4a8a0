"""Fills an empty result one component at a time, with boolean masks."""

import warnings

import torch


def sample_gmm(weights, means, stds, u, eps):
    try:
        K, = weights.shape
        K2, D = means.shape
        K3, D2 = stds.shape
        n, = u.shape
        n2, D3 = eps.shape
    except ValueError as error:
        raise ValueError("an argument has the wrong number of dimensions") from error
    if not (K == K2 == K3 and D == D2 == D3 and n == n2):
        raise ValueError("sizes disagree")
    if bool((stds < 0).any()):
        raise ValueError("stds < 0")
    if bool((~torch.isfinite(weights)).any() or (weights < 0).any() or (weights == 0).all()):
        raise ValueError("weights")
    if bool((~((u >= 0) & (u < 1))).any()):
        raise ValueError("u")
    if n == 0:
        warnings.warn("no samples asked for", stacklevel=2)

    x = torch.empty(n, D, dtype=means.dtype)
    index = torch.full((n,), -1, dtype=torch.int64)
    free = torch.ones(n, dtype=torch.bool)
    w = weights.double().mul(0.5**50 if weights.max() > 1 else 1.0)
    possible = [k for k in range(K) if weights[k] > 0]
    for k in possible:
        mine = free & (u.double() < w[: k + 1].sum() / w.sum())
        if k == possible[-1]:
            mine = free
        index[mine] = k
        x[mine] = means[k] + stds[k] * eps[mine]
        free = free & ~mine
    return x, index
