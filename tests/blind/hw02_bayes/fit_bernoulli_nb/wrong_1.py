"""It smooths the class frequencies too, so that an empty class gets a prior above 0."""

import torch


def check(X, y, num_classes, alpha):
    if not alpha > 0:
        raise ValueError("alpha must be positive")
    if X.dim() != 2 or y.dim() != 1 or len(X) != len(y) or len(X) == 0:
        raise ValueError("X must be (N, D) and y (N,), with N >= 1")
    if not ((X == 0) | (X == 1)).all():
        raise ValueError("X must hold zeros and ones")
    if (y < 0).any() or (y >= num_classes).any():
        raise ValueError("label out of range")


def count(X, y, num_classes):
    member = torch.nn.functional.one_hot(y, num_classes).double()
    return member.sum(0), member.T @ X.double()


def fit_bernoulli_nb(X, y, num_classes, alpha):
    check(X, y, num_classes, alpha)
    n, ones = count(X, y, num_classes)
    prior = (n + alpha) / (len(y) + num_classes * alpha)
    theta = (ones + alpha) / (n + 2 * alpha)[:, None]
    return prior.log().to(X.dtype), theta.log().to(X.dtype)
