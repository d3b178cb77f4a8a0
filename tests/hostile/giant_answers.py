"""Answers with a gigabyte of views, a million numbers, giant integers and strings.

Deserves 0.
"""
import torch


def center(x, scale=1.0):
    return torch.zeros(1, dtype=x.dtype).expand(1 << 12, 1 << 20)


def spread(x):
    return list(range(1_000_000)), "x" * 100_000_000


def slope(f, x):
    return 1 << 10_000_000


def estimate(f, n, generator):
    return [torch.zeros(1 << 20, dtype=torch.float16) for _ in range(40)]
