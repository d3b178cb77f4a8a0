"""It is off by one in the update: observation k (counted from 0) gets the weight 1 / k instead of 1 / (k + 1)."""

import torch
from torch import Tensor


def running_mean(x: Tensor) -> Tensor:
    if x.ndim < 1:
        raise ValueError("x must have at least one dimension")
    n = x.shape[0]
    if n < 1:
        raise ValueError("x is empty")

    out_dtype = x.dtype if x.is_floating_point() else torch.float32
    xd = x.double()
    result = torch.empty_like(xd)
    mean = xd[0].clone()
    result[0] = mean
    for k in range(1, n):
        mean = mean + (xd[k] - mean) / k
        result[k] = mean
    return result.to(out_dtype)
