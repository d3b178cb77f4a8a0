"""It computes the variance as the mean of squares minus the square of the mean, which cancels where the values of f are far larger than their spread."""

from collections.abc import Callable

import torch
from torch import Generator, Tensor


def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    if n < 2:
        raise ValueError(f"n = {n} is too small")
    if sigma < 0:
        raise ValueError("negative sigma")
    noise = torch.empty(n, dtype=torch.float64).normal_(generator=generator)
    values = f(noise * sigma + mu)
    mean = values.mean()
    biased = (values**2).mean() - mean**2
    variance = biased.clamp(min=0.0) * n / (n - 1)
    se = (variance / n).sqrt()
    return mean, se if sigma > 0 else torch.zeros_like(se)
