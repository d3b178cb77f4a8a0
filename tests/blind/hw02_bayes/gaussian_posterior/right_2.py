"""Pieces of information that can be added up: a dataclass with __add__, and sum()."""

import math
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Info:
    precision: float
    pull: float  # precision times position

    def __add__(self, other):
        return Info(self.precision + other.precision, self.pull + other.pull)


def gaussian_posterior(mu0, var0, x, var):
    if len(x.shape) != 1:
        raise ValueError("x must have exactly one dimension")
    if not torch.isfinite(x).all() or not all(map(math.isfinite, [mu0, var0, var])):
        raise ValueError("finite numbers only")
    if not var0 > 0 or not var > 0:
        raise ValueError("a variance is not positive")
    prior = Info(1 / var0, mu0 / var0)
    total = sum((Info(1 / var, value / var) for value in x.double().tolist()), start=prior)
    return (
        torch.tensor(total.pull / total.precision, dtype=x.dtype),
        torch.tensor(1 / total.precision, dtype=x.dtype),
    )
