"""Divide and conquer: prefix sums by recursion on the two halves."""

import torch


def prefix_sums(x):
    n = x.shape[0]
    if n <= 32:
        rows, total = [], torch.zeros_like(x[0])
        for row in x:
            total = total + row
            rows.append(total)
        return torch.stack(rows)
    left, right = prefix_sums(x[: n // 2]), prefix_sums(x[n // 2 :])
    return torch.cat([left, left[-1] + right])


def running_mean(x: torch.Tensor, *, shift: bool = True) -> torch.Tensor:
    if x.dim() < 1 or x.size(0) < 1:
        raise ValueError(f"cannot average observations of shape {tuple(x.shape)}")
    y = x.double()
    base = y[0] if shift else torch.zeros_like(y[0])
    k = torch.ones(x.size(0), dtype=torch.float64).cumsum(0)
    sums = prefix_sums(y - base)
    means = base + (sums.movedim(0, -1) / k).movedim(-1, 0)
    return means.to(x.dtype if x.dtype.is_floating_point else torch.float32)
