"""It divides by num_steps - 1 and so fails with a ZeroDivisionError for a single linear step."""
import numpy as np
import torch
from torch import Tensor


def _cosine_curve(u, num_steps, s):
    return np.cos((u / num_steps + s) / (1 + s) * np.pi / 2) ** 2


def make_schedule(
    num_steps: int,
    kind: str = "linear",
    beta_start: float = 0.0001,
    beta_end: float = 0.02,
    s: float = 0.008,
    max_beta: float = 0.999,
) -> tuple[Tensor, Tensor]:
    if not isinstance(num_steps, int):
        raise ValueError("num_steps is no int")
    if num_steps < 1:
        raise ValueError("num_steps is below 1")
    if kind != "linear" and kind != "cosine":
        raise ValueError("unknown kind of schedule")
    if not (0 < beta_start and beta_start <= beta_end and beta_end < 1):
        raise ValueError("betas are not in order")
    i = np.arange(num_steps, dtype=np.float64)
    if kind == "linear":
        betas = beta_start + i * ((beta_end - beta_start) / (num_steps - 1))
    else:
        if not s >= 0:
            raise ValueError("s is negative")
        if not 0 < max_beta < 1:
            raise ValueError("max_beta is outside (0, 1)")
        ratio = _cosine_curve(i + 1, num_steps, s) / _cosine_curve(i, num_steps, s)
        betas = np.minimum(1 - ratio, max_beta)
    return torch.from_numpy(betas), torch.from_numpy(np.cumprod(1 - betas))
