"""Plain Python: one sample after the other, appended to lists."""

import math

import torch


def spin(weights, u):
    if max(weights) > 1e300:
        weights = [w / 2**64 for w in weights]
    total = math.fsum(weights)
    so_far = []
    for k, w in enumerate(weights):
        so_far.append(w)
        if w > 0:
            best = k
            if u < math.fsum(so_far) / total:
                return k
    return best  # round-off: the last component that can occur


def sample_gmm(weights, means, stds, u, eps):
    if [t.ndim for t in (weights, means, stds, u, eps)] != [1, 2, 2, 1, 2]:
        raise ValueError("number of dimensions")
    (K,), (n,), D = weights.shape, u.shape, means.shape[1]
    if means.shape[0] != K or stds.shape != (K, D) or eps.shape != (n, D):
        raise ValueError("shapes")
    w = weights.tolist()
    if not all(0 <= v < math.inf for v in w) or max(w, default=0) == 0:
        raise ValueError("weights")
    if any(s < 0 for row in stds.tolist() for s in row):
        raise ValueError("stds")
    if not all(0 <= v < 1 for v in u.tolist()):
        raise ValueError("u")
    samples, components = [], []
    for u_n, eps_n in zip(u.tolist(), eps):
        k = spin(w, u_n)
        components.append(k)
        samples.append([means[k][d] + stds[k][d] * eps_n[d] for d in range(D)])
    x = torch.tensor(samples, dtype=means.dtype).reshape(n, D)
    return x, torch.tensor(components, dtype=torch.int64)
