"""It looks for negative standard deviations only among the components that were drawn, so a negative entry of a component that no u selects passes."""

import torch
from torch import Tensor


def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if means.dim() != 2:
        raise ValueError("means must be (K, D)")
    K, D = means.shape
    if weights.shape != (K,):
        raise ValueError("weights must be (K,)")
    if stds.shape != (K, D):
        raise ValueError("stds must be (K, D)")
    if u.dim() != 1:
        raise ValueError("u must be (n,)")
    if eps.shape != (u.shape[0], D):
        raise ValueError("eps must be (n, D)")
    if torch.logical_not(torch.isfinite(weights)).any() or (weights < 0).any():
        raise ValueError("weights must be finite and non-negative")
    if (weights == 0).all():
        raise ValueError("all weights are zero")
    if torch.logical_not((u >= 0) & (u < 1)).any():
        raise ValueError("u must be in [0, 1)")

    # leave out the empty components, then no round-off can choose them
    alive = torch.nonzero(weights > 0).squeeze(1)
    cum = torch.cumsum(weights[alive].double(), 0)
    pos = torch.bucketize(u.double(), cum / cum[-1], right=True).clamp(max=len(alive) - 1)
    k = alive[pos]

    mu, sigma = means[k], stds[k]
    if (sigma < 0).any():
        raise ValueError("stds must be non-negative")
    return mu + sigma * eps, k
