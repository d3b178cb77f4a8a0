"""It averages the standard deviations of a component over the D dimensions and uses this one number for all of them."""

import torch
from torch import Tensor


def _pick(weights: Tensor, u: Tensor) -> Tensor:
    if (~torch.isfinite(weights)).any() or (weights < 0).any() or (weights == 0).all():
        raise ValueError("weights")
    if torch.isnan(u).any() or (u < 0).any() or (u >= 1).any():
        raise ValueError("u")
    cum = torch.cumsum(weights.to(torch.float64), 0)
    share = cum / cum[-1]
    k = (u.to(torch.float64)[:, None] >= share[None, :]).sum(1)
    return torch.minimum(k, torch.nonzero(weights)[-1, 0])


def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if means.ndim != 2 or means.shape != stds.shape or weights.shape != means.shape[:1]:
        raise ValueError("parameters do not fit together")
    if u.ndim != 1 or eps.shape != (len(u), means.shape[1]):
        raise ValueError("noise does not fit")
    if (stds < 0).any():
        raise ValueError("stds must be >= 0")
    k = _pick(weights, u)
    sigma = stds.mean(dim=1, keepdim=True)
    return means[k] + sigma[k] * eps, k
