"""Its linear schedule spaces the square roots of the betas evenly and squares them (the "scaled linear" schedule of latent diffusion) instead of the betas themselves."""
import math

import torch
from torch import Tensor


def make_schedule(num_steps: int, kind: str = "linear", beta_start: float = 0.0001,
                  beta_end: float = 0.02, s: float = 0.008,
                  max_beta: float = 0.999) -> tuple[Tensor, Tensor]:
    if isinstance(num_steps, bool) or not isinstance(num_steps, int) or num_steps < 1:
        raise ValueError("num_steps must be an int >= 1")
    if kind not in ("linear", "cosine"):
        raise ValueError("kind")
    if not 0 < beta_start <= beta_end < 1:
        raise ValueError("betas")
    if kind == "linear":
        roots = torch.linspace(beta_start ** 0.5, beta_end ** 0.5, num_steps, dtype=torch.float64)
        betas = roots ** 2
    else:
        if not s >= 0 or not 0 < max_beta < 1:
            raise ValueError("s or max_beta")
        u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
        f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
        betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, dim=0)
