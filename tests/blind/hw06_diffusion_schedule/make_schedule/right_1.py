"""pure Python lists and itertools.accumulate, a tensor only at the end"""
import math
import operator
from itertools import accumulate
import torch


def make_schedule(num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008,
                  max_beta=0.999):
    if type(num_steps) is not int or num_steps < 1:
        raise ValueError("num_steps")
    if not (0 < beta_start and beta_start <= beta_end and beta_end < 1):
        raise ValueError("betas")
    T = num_steps
    if kind == "linear":
        betas = [beta_start + (beta_end - beta_start) * i / max(T - 1, 1) for i in range(T)]
    elif kind == "cosine":
        if not s >= 0 or not 0 < max_beta < 1:
            raise ValueError("s or max_beta")
        f = [math.cos((u / T + s) / (1 + s) * math.pi / 2) ** 2 for u in range(T + 1)]
        betas = [min(1 - after / before, max_beta) for before, after in zip(f, f[1:])]
    else:
        raise ValueError("kind")
    left = list(accumulate((1 - b for b in betas), operator.mul))
    return torch.tensor(betas, dtype=torch.float64), torch.tensor(left, dtype=torch.float64)
