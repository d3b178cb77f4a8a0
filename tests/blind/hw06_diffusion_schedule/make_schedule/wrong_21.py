"""For the cosine schedule it returns alpha_bar from the curve f(i + 1) / f(0) instead of the product over the clipped betas."""
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
    if not isinstance(num_steps, int) or num_steps < 1:
        raise ValueError("num_steps must be an int >= 1")
    if kind not in ("linear", "cosine"):
        raise ValueError("kind must be linear or cosine")
    if not 0 < beta_start <= beta_end < 1:
        raise ValueError("need 0 < beta_start <= beta_end < 1")
    if kind == "linear":
        betas = torch.linspace(beta_start, beta_end, num_steps, dtype=torch.float64)
        return betas, torch.cumprod(1 - betas, dim=0)
    if not s >= 0 or not 0 < max_beta < 1:
        raise ValueError("need s >= 0 and max_beta in (0, 1)")
    u = torch.arange(num_steps + 1, dtype=torch.float64)
    f = torch.cos((u / num_steps + s) / (1 + s) * math.pi / 2) ** 2
    betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas, f[1:] / f[0]
