"""Brackets are missing in the cosine, u/T + s/(1 + s) instead of (u/T + s)/(1 + s)."""
import math

import torch
from torch import Tensor


def make_schedule(num_steps: int, kind: str = "linear", beta_start: float = 0.0001,
                  beta_end: float = 0.02, s: float = 0.008,
                  max_beta: float = 0.999) -> tuple[Tensor, Tensor]:
    if not isinstance(num_steps, int) or isinstance(num_steps, bool):
        raise ValueError("num_steps is no int")
    if num_steps < 1:
        raise ValueError("num_steps below 1")
    if not (0 < beta_start <= beta_end < 1):
        raise ValueError("need 0 < beta_start <= beta_end < 1")

    if kind == "linear":
        betas = torch.linspace(beta_start, beta_end, num_steps, dtype=torch.float64)
    elif kind == "cosine":
        if not (s >= 0 and 0 < max_beta < 1):
            raise ValueError("bad s or max_beta")

        def f(u):
            return math.cos((u / num_steps + s / (1 + s)) * math.pi / 2) ** 2

        betas = []
        for i in range(num_steps):
            betas.append(min(1 - f(i + 1) / f(i), max_beta))
        betas = torch.tensor(betas, dtype=torch.float64)
    else:
        raise ValueError("unknown kind")
    alpha_bar = (1 - betas).cumprod(0)
    return betas, alpha_bar
