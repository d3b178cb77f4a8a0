"""It accepts an infinite rate and answers 0 there instead of raising ValueError."""

import torch
from torch import Tensor
from torch.distributions import Exponential


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    if not torch.all((0 <= u) & (u < 1)):
        raise ValueError("every u has to be in [0, 1)")
    if not torch.all(rate > 0):
        raise ValueError("every rate has to be positive")
    return Exponential(rate, validate_args=False).icdf(u)
