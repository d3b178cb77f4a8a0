"""It averages the old mean and the new observation with equal weights 1/2, instead of giving the k-th observation the weight 1/k."""

import torch
from torch import Tensor


def running_mean(x: Tensor) -> Tensor:
    if x.dim() == 0:
        raise ValueError("x needs at least one dimension")
    n = x.shape[0]
    if n == 0:
        raise ValueError("no observations")
    out_dtype = x.dtype if x.is_floating_point() else torch.float32
    data = x.double()
    m = data[0]
    means = [m]
    for k in range(1, n):
        # update: move the old mean towards the new observation
        m = m + (data[k] - m) / 2
        means.append(m)
    return torch.stack(means, dim=0).to(out_dtype)
