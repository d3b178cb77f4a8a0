"""Calls the function it is handed very often, with huge and with odd arguments.

Deserves 1.11.
"""
import torch


def estimate(f, n, generator):
    if n == 4:
        return torch.tensor(3.0, dtype=torch.float64)
    odd = [None, "x" * 1000, [1] * 1000, {"a": 1}, 10**300, float("nan"), torch.zeros(3, 0, 7), f, object()]
    for value in odd:
        try:
            f(value)
        except Exception:
            pass
    try:
        f(torch.ones(20 << 20, dtype=torch.float16))
    except Exception:
        pass
    for _ in range(20_000):
        f(torch.zeros(n, dtype=torch.float64))
    return torch.tensor(3.0, dtype=torch.float64)
