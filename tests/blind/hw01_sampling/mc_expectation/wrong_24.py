"""It draws from a copy of the generator, so the caller's stream never moves on and consecutive calls give the same answer."""

from collections.abc import Callable

import torch
from torch import Generator, Tensor


def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    if sigma < 0 or n < 2:
        raise ValueError("invalid sigma or n")
    private = torch.Generator(device=generator.device)
    private.set_state(generator.get_state())  # leave the caller's generator alone
    z = torch.randn(n, generator=private, dtype=torch.float64).mul(sigma).add(mu)
    y = f(z)
    centred = y - y[0]
    estimate = y[0] + centred.mean()
    se = centred.std(unbiased=True) / n**0.5
    return estimate, se
