"""For float64 input, .to(torch.float64) is no copy, so subtracting the first observation in place changes the caller's x."""

import torch
from torch import Tensor


def running_mean(x: Tensor) -> Tensor:
    if x.dim() == 0:
        raise ValueError("a single number is no sequence")
    if x.size(0) == 0:
        raise ValueError("n must be at least 1")
    out_dtype = x.dtype if torch.is_floating_point(x) else torch.float32
    work = x.to(torch.float64)
    start = work[0].clone()
    work -= start
    k = torch.arange(1, x.size(0) + 1, dtype=torch.float64)
    k = k.view(-1, *([1] * (x.dim() - 1)))
    return (work.cumsum(0) / k + start).to(out_dtype)
