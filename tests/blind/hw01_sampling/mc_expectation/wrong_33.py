"""So as not to change its argument it draws from a copy of the generator, so the given stream never moves on and consecutive calls give the same answer."""

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor


def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    if n < 2:
        raise ValueError(f"n = {n} is too small")
    if sigma < 0:
        raise ValueError(f"sigma = {sigma} is negative")
    # arguments must not be changed: work on a copy
    own = torch.Generator(device=generator.device)
    own.set_state(generator.get_state())
    eps = torch.randn(n, generator=own, dtype=torch.float64, device=own.device)
    y = f(mu + sigma * eps)
    return torch.mean(y), torch.std(y) / math.sqrt(n)
