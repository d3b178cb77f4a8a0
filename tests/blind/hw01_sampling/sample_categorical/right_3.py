"""Walks through the classes from the last to the first with torch.where."""

import math

import torch


class Wheel:
    """A wheel of fortune."""

    def __init__(self, weights):
        self.weights = [float(w) for w in weights]
        if not all(0 <= w < math.inf for w in self.weights) or not any(self.weights):
            raise ValueError("weights: finite, non-negative, not all zero")
        top = max(self.weights)
        self.weights = [math.ldexp(w, -math.frexp(top)[1]) for w in self.weights]
        self.total = math.fsum(self.weights)
        self.borders = [
            math.fsum(self.weights[: k + 1]) / self.total for k in range(len(self.weights))
        ]
        self.last = max(k for k, w in enumerate(self.weights) if w > 0)

    def __call__(self, u):
        if not torch.logical_and(u >= 0, u < 1).all():
            raise ValueError("u must be in [0, 1)")
        u = u.double()
        choice = torch.full(u.shape, self.last, dtype=torch.int64)
        for k in reversed(range(self.last)):
            choice = torch.where(u < self.borders[k], k, choice)
        return choice


def sample_categorical(weights, u):
    return Wheel(weights.tolist())(u)
