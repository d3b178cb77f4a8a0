"""Takes all the memory it can get in one process: lists, tensors, shared maps.

Deserves 0.
"""
import mmap

import torch

KEPT = []


def center(x, scale=1.0):
    while True:
        KEPT.append(torch.ones(1 << 22))


def spread(x):
    shared = mmap.mmap(-1, 2 << 30)
    for at in range(0, 2 << 30, 1 << 20):
        shared[at : at + (1 << 20)] = b"x" * (1 << 20)


def slope(f, x):
    return torch.ones(1 << 40)


def estimate(f, n, generator):
    return torch.tensor([0.0] * (1 << 33))
