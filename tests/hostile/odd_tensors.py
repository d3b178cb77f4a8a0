"""Returns tensors of every odd kind: sparse, quantised, meta, nested, complex, half, NaN, named.

Deserves 0.
"""
import torch

KINDS = [
    lambda x: x.to_sparse(),
    lambda x: torch.quantize_per_tensor(x.float(), 0.1, 0, torch.qint8),
    lambda x: x.to("meta"),
    lambda x: torch.nested.nested_tensor([x, x]),
    lambda x: x.to(torch.complex64),
    lambda x: x.half(),
    lambda x: torch.full_like(x, float("nan")),
    lambda x: torch.full_like(x, float("inf")),
    lambda x: torch.zeros(x.shape, names=("a", "b")[: x.ndim]),
    lambda x: x.to(torch.float8_e4m3fn),
    lambda x: torch.zeros((0, 1 << 40)),
    lambda x: torch.zeros([1] * 60),
    lambda x: torch.sparse_coo_tensor(torch.zeros(1, 1, dtype=torch.int64), [1.0], (1 << 40,)),
    lambda x: x.T.conj().imag if x.is_complex() else torch._neg_view(x),
    lambda x: torch.empty(x.shape, dtype=torch.bool).fill_(True),
    lambda x: torch.utils.dlpack.to_dlpack(x),
]
TURN = [0]


def odd(x):
    TURN[0] += 1
    return KINDS[TURN[0] % len(KINDS)](x)


def center(x, scale=1.0):
    return odd(x)


def spread(x):
    return odd(x[0]), odd(x[1])


def slope(f, x):
    return odd(x)


def estimate(f, n, generator):
    return odd(torch.zeros((), dtype=torch.float64))
