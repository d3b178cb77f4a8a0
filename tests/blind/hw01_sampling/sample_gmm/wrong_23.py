"""It refuses n = 0 with a ValueError, although no samples at all is a legal request."""

import torch
from torch import Tensor


def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    if weights.dim() != 1 or means.dim() != 2 or stds.shape != means.shape:
        raise ValueError("bad parameter shapes")
    K, D = means.shape
    n = u.numel()
    if weights.numel() != K or u.dim() != 1 or n < 1 or eps.shape != (n, D):
        raise ValueError("bad shapes")
    if (stds < 0).any():
        raise ValueError("bad stds")
    w = weights.double()
    if not ((w >= 0) & torch.isfinite(w)).all() or w.max() == 0:
        raise ValueError("bad weights")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("bad u")

    cdf = torch.cumsum(w, 0)
    cdf = cdf / cdf[-1].clone()
    last = max(j for j in range(K) if w[j] > 0)
    x = torch.empty(n, D, dtype=means.dtype)
    k = torch.empty(n, dtype=torch.int64)
    for i in range(n):
        j = 0
        while j < last and not u[i] < cdf[j]:
            j += 1
        k[i] = j
        x[i] = means[j] + stds[j] * eps[i]
    return x, k
