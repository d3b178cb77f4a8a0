"""It returns the Jensen-Shannon distance, which is the square root of the divergence, because scipy's jensenshannon computes that."""
import math

import numpy as np
import torch
from scipy.spatial.distance import jensenshannon
from torch import Tensor


def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    if p.dim() != 1 or q.dim() != 1:
        raise ValueError("p and q must be one-dimensional")
    if len(p) != len(q):
        raise ValueError("p and q differ in length")
    a = p.detach().cpu().numpy().astype(np.float64)
    b = q.detach().cpu().numpy().astype(np.float64)
    if (a < 0).any() or (b < 0).any():
        raise ValueError("negative probability")
    if not abs(a.sum() - 1) <= 1e-4 or not abs(b.sum() - 1) <= 1e-4:
        raise ValueError("probabilities must sum to 1")
    total = a + b
    d = np.where(total > 0, a / np.where(total > 0, total, 1.0), 0.5)
    js = 0.0 if np.array_equal(a, b) else float(jensenshannon(a, b))
    v = 2 * js ** 2 - math.log(4)
    return (torch.tensor(d, dtype=p.dtype), torch.tensor(v, dtype=p.dtype),
            torch.tensor(js, dtype=p.dtype))
