"""Four small questions, one for each way a check can drive an implementation."""

import torch

from autograder.assignment import Assignment, Generator, fixture

assignment = Assignment("toy", title="A toy assignment")

center = assignment.question("center", points=10, title="Centre the rows")
center.example(x=[[1.0, 2.0], [3.0, 6.0]])


@center.validate
def _(x, scale=1.0):
    if x.ndim != 2 or not scale > 0:
        raise ValueError


@center.reference
def _(x, scale=1.0):
    n = x.shape[0]
    return torch.stack([scale * (row - sum(x) / n) for row in x])


spread = assignment.question("spread", points=10, title="Smallest and largest")
spread.example(x=[2.0, -1.0, 0.5])


@spread.reference
def _(x):
    ordered = sorted(x.reshape(-1).tolist())
    return torch.tensor(ordered[0]).to(x), torch.tensor(ordered[-1]).to(x)


slope = assignment.question("slope", points=10, title="A slope")
slope.example(f=fixture("scaled_square", w=[2.0]), x=[1.0, -3.0])


@slope.reference
def _(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


estimate = assignment.question("estimate", points=10, title="An estimate", dtype=torch.float64)
estimate.example(f=fixture("always_three"), n=4, generator=Generator(0))


@estimate.reference
def _(f, n, generator):
    z = torch.empty(n, dtype=torch.float64).normal_(generator=generator)
    return sum(f(z).tolist()) / n * torch.ones((), dtype=torch.float64)
