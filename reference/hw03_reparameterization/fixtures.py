"""Functions that are handed to the student; public."""

import torch


def sum_of_squares():
    """f(z) = sum of squares of each row: (m, D) -> (m,)."""
    return lambda z: (z**2).sum(dim=1)


def wave_and_product(w):
    """f(z) = sin(w . z) + product of each row: (m, D) -> (m,)."""
    return lambda z: torch.sin((z * w).sum(dim=1)) + z.prod(dim=1)


def bumps(w):
    """f(z) = sum of exp(-w z^2) + 0.3 z over each row: (m, D) -> (m,)."""
    return lambda z: (torch.exp(-w * z**2) + 0.3 * z).sum(dim=1)


def first_coordinate_cubed():
    """f(z) = z_1^3, whatever the other coordinates are: (m, D) -> (m,)."""
    return lambda z: z[:, 0] ** 3


def square():
    """f(z) = z^2, element by element: (n,) -> (n,)."""
    return lambda z: z**2


def sine(a):
    """f(z) = sin(a z), element by element: (n,) -> (n,)."""
    return lambda z: torch.sin(a * z)


def exponential():
    """f(z) = exp(z), element by element: (n,) -> (n,)."""
    return torch.exp


def line(a, b):
    """f(z) = a z + b, element by element: (n,) -> (n,)."""
    return lambda z: a * z + b
