"""For a u without dimensions it returns indices of shape (1,) instead of (), because of np.atleast_1d."""

import numpy as np
import torch
from torch import Tensor


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    w = weights.detach().cpu().numpy().astype(np.float64)
    r = np.atleast_1d(u.detach().cpu().numpy().astype(np.float64))
    if not np.all(np.isfinite(w)) or np.any(w < 0) or not np.any(w > 0):
        raise ValueError("weights must be finite, >= 0 and not all zero")
    if not np.all((r >= 0) & (r < 1)):
        raise ValueError("u must be in [0, 1)")
    cdf = np.cumsum(w) / w.sum()
    k = np.searchsorted(cdf, r, side="right")
    k = np.minimum(k, np.flatnonzero(w > 0)[-1])
    return torch.from_numpy(k.astype(np.int64))
