"""Python floats, math.fsum and generator expressions"""
from math import fsum, log
import torch


def kl(a, m):
    return fsum(x * log(x / y) for x, y in zip(a, m) if x > 0)


def optimal_discriminator(p, q):
    if p.dim() != 1 or q.dim() != 1:
        raise ValueError("one dimension only")
    a, b = p.tolist(), q.tolist()
    if len(a) != len(b):
        raise ValueError("lengths")
    if any(x < 0 for x in a + b):
        raise ValueError("negative")
    if not (abs(fsum(a) - 1) <= 1e-4 and abs(fsum(b) - 1) <= 1e-4):
        raise ValueError("sums")
    d = [x / (x + y) if x + y > 0 else 0.5 for x, y in zip(a, b)]
    v = fsum(x * log(x / (x + y)) for x, y in zip(a, b) if x > 0)
    v += fsum(y * log(y / (x + y)) for x, y in zip(a, b) if y > 0)
    mixture = [0.5 * (x + y) for x, y in zip(a, b)]
    js = max(0.0, 0.5 * kl(a, mixture) + 0.5 * kl(b, mixture))
    return p.new_tensor(d), p.new_tensor(v), p.new_tensor(js)
