"""It checks beta_start and beta_end for linear schedules only, although a cosine schedule must refuse bad ones as well."""
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
        raise ValueError("num_steps must be a positive int")
    match kind:
        case "linear":
            if not 0 < beta_start <= beta_end < 1:
                raise ValueError("0 < beta_start <= beta_end < 1 does not hold")
            betas = torch.linspace(beta_start, beta_end, num_steps, dtype=torch.float64)
        case "cosine":
            if s < 0:
                raise ValueError("s < 0")
            if not 0 < max_beta < 1:
                raise ValueError("max_beta outside (0, 1)")
            u = torch.linspace(0, 1, num_steps + 1, dtype=torch.float64)
            f = torch.cos((u + s) / (1 + s) * (math.pi / 2)).square()
            betas = torch.clamp(1 - f[1:] / f[:-1], max=max_beta)
        case _:
            raise ValueError("kind is neither linear nor cosine")
    return betas, (1 - betas).cumprod(0)
