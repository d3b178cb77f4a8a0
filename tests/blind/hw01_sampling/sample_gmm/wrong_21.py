"""It blends the components, moving every sample by the weighted average of all means and standard deviations instead of those of its own component."""

import torch
from torch import Tensor


def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if weights.dim() != 1 or means.dim() != 2 or u.dim() != 1 or eps.dim() != 2:
        raise ValueError("wrong number of dimensions")
    K, D = means.shape
    if weights.shape[0] != K or stds.shape != (K, D) or eps.shape != (u.shape[0], D):
        raise ValueError("shapes do not fit")
    if not (stds >= 0).all():
        raise ValueError("negative standard deviation")
    if not torch.isfinite(weights).all() or (weights < 0).any() or not (weights > 0).any():
        raise ValueError("invalid weights")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must be in [0, 1)")
    cdf = weights.double().cumsum(0)
    cdf = cdf / cdf[-1]
    last = int(torch.nonzero(weights).max())
    k = torch.searchsorted(cdf, u.double().contiguous(), right=True).clamp(max=last)
    w = (weights / weights.sum()).unsqueeze(1)
    x = (w * means).sum(0) + (w * stds).sum(0) * eps
    return x, k
