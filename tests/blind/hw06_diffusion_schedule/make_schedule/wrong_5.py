"""Its cosine curve lacks the square."""
import math
import torch


def check(num_steps, kind, beta_start, beta_end, s, max_beta):
    if not isinstance(num_steps, int) or num_steps < 1:
        raise ValueError("num_steps must be an int >= 1")
    if kind not in ("linear", "cosine"):
        raise ValueError("kind must be linear or cosine")
    if not 0 < beta_start <= beta_end < 1:
        raise ValueError("need 0 < beta_start <= beta_end < 1")
    if kind == "cosine" and not (s >= 0 and 0 < max_beta < 1):
        raise ValueError("s or max_beta out of range")


def make_schedule(num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008,
                  max_beta=0.999):
    check(num_steps, kind, beta_start, beta_end, s, max_beta)
    if kind == "linear":
        betas = torch.linspace(beta_start, beta_end, num_steps, dtype=torch.float64)
    else:
        u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
        f = torch.cos((u + s) / (1 + s) * math.pi / 2)
        betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, 0)
