"""It flattens the trailing dimensions with reshape(-1, n), which cuts the memory into runs of n neighbouring numbers, instead of reshape(n, -1), so for x of more than one dimension the coordinates are mixed up."""

import torch
from torch import Tensor


def running_mean(x: Tensor) -> Tensor:
    if x.ndim < 1 or len(x) < 1:
        raise ValueError("x must have shape (n, ...) with n >= 1")
    dtype = x.dtype if x.dtype.is_floating_point else torch.float32
    n = len(x)
    rows = x.to(torch.float64).reshape(-1, n)  # one sequence a row
    first = rows[:, :1]
    count = torch.arange(1, n + 1, dtype=torch.float64, device=x.device)
    # shift by the first value, so that big offsets don't cost digits
    avg = first + torch.cumsum(rows - first, dim=1) / count
    return avg.reshape(x.shape).to(dtype)
