"""Exact arithmetic: Fractions and bisect."""

import math
from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate

import torch


def sample_categorical(weights, u):
    w = weights.tolist()
    if any(math.isnan(v) or math.isinf(v) or v < 0 for v in w):
        raise ValueError("a weight is not a finite number >= 0")
    borders = list(accumulate(map(Fraction, w)))
    if not borders or borders[-1] == 0:
        raise ValueError("no class has any weight")
    picks = []
    for value in u.flatten().tolist():
        if not 0 <= value < 1:
            raise ValueError(f"{value} is not in [0, 1)")
        picks.append(bisect_right(borders, Fraction(value) * borders[-1]))
    return torch.tensor(picks, dtype=torch.int64).reshape(u.shape)
