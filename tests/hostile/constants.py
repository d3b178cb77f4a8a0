"""Answers everything with a constant of the right shape.

Deserves 0.
"""
import torch


def center(x, scale=1.0):
    return torch.zeros_like(x)


def spread(x):
    return torch.zeros(()).to(x), torch.zeros(()).to(x)


def slope(f, x):
    return torch.ones_like(x)


def estimate(f, n, generator):
    return torch.ones((), dtype=torch.float64)
