"""It scatters every sample with the weighted average of all components' standard deviations, instead of those of the component that was chosen."""

import torch
from torch import Tensor


def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if weights.dim() != 1 or means.dim() != 2 or u.dim() != 1 or eps.dim() != 2:
        raise ValueError("wrong number of dimensions")
    K, D = means.shape
    if weights.shape[0] != K or stds.shape != means.shape:
        raise ValueError("weights, means and stds do not fit")
    if eps.shape != (u.shape[0], D):
        raise ValueError("eps must be (n, D)")
    if not (stds >= 0).all():
        raise ValueError("stds must be >= 0")
    if not torch.isfinite(weights).all() or (weights < 0).any() or not (weights > 0).any():
        raise ValueError("bad weights")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must be in [0, 1)")
    p = weights.double() / weights.double().sum()
    k = torch.searchsorted(p.cumsum(0), u.double(), right=True)
    k = k.clamp(max=int(weights.nonzero().max()))
    scale = (p[:, None].to(stds.dtype) * stds).sum(0)
    return means[k] + scale * eps, k
