"""Plain Python: one itertools.accumulate for each column, measured from the first observation."""

import itertools
import math

import torch


def running_mean(x):
    if x.ndim == 0:
        raise ValueError("x is a single number")
    n = len(x)
    if n == 0:
        raise ValueError("no observations")
    out_type = x.dtype if x.is_floating_point() else torch.float32
    width = math.prod(x.shape[1:])
    columns = x.detach().double().reshape(n, width).T.tolist()
    curves = []
    for column in columns:
        origin = column[0]
        sums = itertools.accumulate(value - origin for value in column)
        curves.append([origin + s / k for k, s in enumerate(sums, start=1)])
    table = torch.tensor(curves, dtype=torch.float64).reshape(width, n)
    return table.T.reshape(x.shape).to(out_type)
