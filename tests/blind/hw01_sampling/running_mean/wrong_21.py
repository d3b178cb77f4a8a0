"""It averages the old mean and the new observation with equal weight, m = (m + x_k) / 2, so late observations count far too much."""

import torch
from torch import Tensor


def running_mean(x: Tensor) -> Tensor:
    if x.dim() == 0 or x.shape[0] == 0:
        raise ValueError("need at least one observation")
    dtype = x.dtype if x.is_floating_point() else torch.float32
    values = x.to(torch.float64)
    m = values[0]
    out = [m]
    for value in values[1:]:
        m = (m + value) / 2
        out.append(m)
    return torch.stack(out).to(dtype)
