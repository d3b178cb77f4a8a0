"""It divides the sum of squared deviations by n instead of n - 1."""

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor


def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    if n < 2 or sigma < 0:
        raise ValueError("need n >= 2 and sigma >= 0")
    eps = torch.randn(n, dtype=torch.float64, generator=generator)
    fz = f(mu + sigma * eps)
    first = fz[0]
    m = first + torch.mean(fz - first)
    s = torch.sqrt(torch.sum((fz - m) ** 2) / n)
    if sigma == 0:
        s = torch.zeros_like(s)
    return m, s / math.sqrt(n)
