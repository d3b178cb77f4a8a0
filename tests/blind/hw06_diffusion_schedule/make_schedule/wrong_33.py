"""It clips the betas of the linear schedule to max_beta as well, although a linear schedule ignores max_beta."""
import numpy as np
import torch
from torch import Tensor


def make_schedule(num_steps: int, kind: str = "linear", beta_start: float = 0.0001,
                  beta_end: float = 0.02, s: float = 0.008,
                  max_beta: float = 0.999) -> tuple[Tensor, Tensor]:
    if type(num_steps) is not int or num_steps < 1:
        raise ValueError("num_steps must be a positive int")
    if not (0 < beta_start <= beta_end < 1):
        raise ValueError("0 < beta_start <= beta_end < 1 does not hold")
    if kind == "cosine":
        if not s >= 0:
            raise ValueError("s must be >= 0")
        if not 0 < max_beta < 1:
            raise ValueError("max_beta must be in (0, 1)")
        u = np.arange(num_steps + 1)
        f = np.cos((u / num_steps + s) / (1 + s) * np.pi / 2) ** 2
        betas = 1 - f[1:] / f[:-1]
    elif kind == "linear":
        betas = np.linspace(beta_start, beta_end, num_steps)
    else:
        raise ValueError(f"unknown kind {kind}")
    betas = np.minimum(betas, max_beta)
    alpha_bar = np.cumprod(1 - betas)
    return torch.from_numpy(betas), torch.from_numpy(alpha_bar)
