"""It returns the standard deviation s of the single values as the standard error, without dividing by sqrt(n)."""

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
    z = mu + sigma * torch.randn(n, generator=generator, dtype=torch.float64)
    values = f(z)
    offset = values[0].clone()
    centred = values - offset
    return offset + centred.mean(), centred.std()
