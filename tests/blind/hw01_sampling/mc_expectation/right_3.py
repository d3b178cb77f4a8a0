"""A streaming class with Welford's recursion."""

import torch


class ErrorBar:
    def __init__(self, origin):
        self.origin, self.k, self.mean, self.ss = origin, 0, 0.0, 0.0

    def push(self, value):
        value -= self.origin
        self.k += 1
        gap = value - self.mean
        self.mean += gap / self.k
        self.ss += gap * (value - self.mean)

    @property
    def result(self):
        variance = torch.tensor(self.ss / (self.k - 1), dtype=torch.float64)
        estimate = torch.tensor(self.origin + self.mean, dtype=torch.float64)
        return estimate, (variance / self.k).sqrt()


def mc_expectation(f, mu: float, sigma: float, n: int, generator: torch.Generator):
    for broken, complaint in ((n < 2, "n < 2"), (sigma < 0, "sigma < 0")):
        if broken:
            raise ValueError(complaint)
    z = torch.empty(n, dtype=torch.float64).normal_(0.0, 1.0, generator=generator)
    values = f(z.mul(sigma).add(mu)).detach().tolist()
    bar = ErrorBar(values[0])
    for value in values:
        bar.push(value)
    return bar.result
