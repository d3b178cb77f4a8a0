"""A one-hot matrix of choices, and einsum to pick out the parameters."""

import torch


def one_hot_choice(weights, u):
    """(n, K) zeros and ones: u lies at or above the left border and below the right one."""
    w = weights.double() / (2.0**64 if weights.max() > 1 else 1.0)  # exact, and no overflow
    right = w.cumsum(0) / w.sum()
    last = int(torch.nonzero(w)[-1])
    right[last:] = 2.0  # out of reach of every uniform
    left = torch.cat([torch.zeros(1, dtype=torch.float64), right[:-1]])
    u = u.double()[:, None]
    return (u >= left) & (u < right)


def sample_gmm(weights, means, stds, u, eps):
    if weights.dim() != 1 or u.dim() != 1 or means.dim() != 2:
        raise ValueError("weights and u need one dimension, means two")
    want = {"means": (len(weights), means.shape[1]), "stds": tuple(means.shape)}
    want["eps"] = (len(u), means.shape[1])
    have = {"means": means, "stds": stds, "eps": eps}
    for name, shape in want.items():
        if tuple(have[name].shape) != shape:
            raise ValueError(f"{name} should have shape {shape}")
    if (stds < 0).any():
        raise ValueError("negative standard deviation")
    if not torch.isfinite(weights).all() or (weights < 0).any() or weights.count_nonzero() == 0:
        raise ValueError("weights")
    if not u.ge(0).logical_and(u.lt(1)).all():
        raise ValueError("uniforms")
    picked = one_hot_choice(weights, u)
    pick = picked.to(means.dtype)
    centre = torch.einsum("nk,kd->nd", pick, means)
    spread = torch.einsum("nk,kd->nd", pick, stds)
    return centre + spread * eps, picked.to(torch.int64).argmax(dim=1)
