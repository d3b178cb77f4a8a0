"""Its cosine betas are shifted by one step: beta_i is 1 - f(i) / f(i - 1), with a 0 at the start."""
import math

import torch
from torch import Tensor


def make_schedule(
    num_steps: int,
    kind: str = "linear",
    beta_start: float = 0.0001,
    beta_end: float = 0.02,
    s: float = 0.008,
    max_beta: float = 0.999,
) -> tuple[Tensor, Tensor]:
    if type(num_steps) is not int or num_steps < 1:
        raise ValueError("bad num_steps")
    if not (0 < beta_start <= beta_end < 1):
        raise ValueError("bad beta_start or beta_end")
    if kind == "linear":
        if num_steps == 1:
            betas = [beta_start]
        else:
            step = (beta_end - beta_start) / (num_steps - 1)
            betas = [beta_start + i * step for i in range(num_steps)]
    elif kind == "cosine":
        if s < 0 or max_beta <= 0 or max_beta >= 1:
            raise ValueError("bad s or max_beta")

        def f(u):
            return math.cos((u / num_steps + s) / (1 + s) * math.pi / 2) ** 2

        betas = [0.0]
        for i in range(1, num_steps):
            betas.append(min(1 - f(i) / f(i - 1), max_beta))
    else:
        raise ValueError("bad kind")
    alpha_bar, left = [], 1.0
    for b in betas:
        left *= 1 - b
        alpha_bar.append(left)
    return torch.tensor(betas, dtype=torch.float64), torch.tensor(alpha_bar, dtype=torch.float64)
