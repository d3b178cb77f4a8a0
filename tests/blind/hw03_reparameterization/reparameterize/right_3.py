"""A checking decorator around AffineTransform from torch.distributions."""

import functools

import torch
from torch.distributions.transforms import AffineTransform, ExpTransform


def strict(function):
    @functools.wraps(function)
    def inner(*tensors):
        first, *rest = tensors
        if any(t.shape != first.shape for t in rest):
            raise ValueError("no broadcasting here")
        if not torch.all(tensors[1] < float("inf")):
            raise ValueError("NaN or +inf in logvar")
        return function(*tensors)

    return inner


@strict
def reparameterize(mu, logvar, eps):
    sigma = ExpTransform()(logvar / 2)
    return AffineTransform(mu, sigma)(eps)
