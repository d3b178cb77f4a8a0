"""torch in log space: exp of a cumulative sum of log1p, recursion-free class with properties"""
import math
import torch


class Schedule:
    def __init__(self, betas):
        self.betas = betas

    @property
    def alpha_bar(self):
        return torch.exp(torch.cumsum(torch.log1p(-self.betas), dim=0))

    @classmethod
    def linear(cls, T, start, end):
        return cls(torch.linspace(start, end, T, dtype=torch.float64))

    @classmethod
    def cosine(cls, T, s, cap):
        u = torch.linspace(0, 1, T + 1, dtype=torch.float64)
        f = torch.cos((u + s) / (1 + s) * (math.pi / 2)).square()
        return cls(torch.clamp(1 - f[1:] / f[:-1], max=cap))


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
        schedule = Schedule.linear(num_steps, beta_start, beta_end)
    else:
        schedule = Schedule.cosine(num_steps, s, max_beta)
    return schedule.betas, schedule.alpha_bar
