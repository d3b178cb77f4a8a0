"""It compares u with the cumulative sum of the raw weights and forgets to divide by their total, which goes wrong for weights that do not sum to 1."""

import torch
from torch import Tensor


def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if weights.dim() != 1 or means.dim() != 2 or stds.dim() != 2 or u.dim() != 1 or eps.dim() != 2:
        raise ValueError("wrong number of dimensions")
    if means.size(0) != weights.size(0) or stds.size() != means.size():
        raise ValueError("weights, means and stds disagree")
    if eps.size(0) != u.size(0) or eps.size(1) != means.size(1):
        raise ValueError("u and eps disagree")
    if (stds < 0).any():
        raise ValueError("stds must not be negative")
    if not torch.isfinite(weights).all() or (weights < 0).any() or weights.sum() <= 0:
        raise ValueError("weights must be finite, >= 0 and not all 0")
    if not torch.all((u >= 0) & (u < 1)):
        raise ValueError("u must be in [0, 1)")
    bounds = torch.cumsum(weights.double(), dim=0)
    last = torch.nonzero(weights > 0).max().item()
    k = torch.bucketize(u.double(), bounds, right=True).clamp(max=last)
    x = torch.addcmul(means.index_select(0, k), stds.index_select(0, k), eps)
    return x, k
