"""It divides the unbiased standard deviation by sqrt(n - 1) instead of sqrt(n)."""

from collections.abc import Callable

import torch
from torch import Generator, Tensor


def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    if n < 2 or sigma < 0:
        raise ValueError("need n >= 2 and sigma >= 0")
    z = torch.empty(n, dtype=torch.float64).normal_(generator=generator) * sigma + mu
    fz = f(z)
    m = torch.sum(fz) / n
    s2 = torch.sum((fz - m) ** 2) / (n - 1)
    se = torch.sqrt(s2 / (n - 1))
    return m, se
