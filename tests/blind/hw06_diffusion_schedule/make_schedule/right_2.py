"""numpy, with one small function per kind and getattr-free dispatch by dictionary"""
import numpy as np
import torch


def straight(T, lo, hi, s, cap):
    return np.linspace(lo, hi, T)


def bent(T, lo, hi, s, cap):
    if s < 0 or cap <= 0 or cap >= 1:
        raise ValueError("cosine parameters")
    u = np.arange(T + 1) / T
    f = np.cos((u + s) / (1 + s) * np.pi / 2) ** 2
    return np.minimum(1 - f[1:] / f[:-1], cap)


SCHEDULES = dict(linear=straight, cosine=bent)


def make_schedule(num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008,
                  max_beta=0.999):
    if not isinstance(num_steps, (int, np.integer)) or isinstance(num_steps, bool):
        raise ValueError("num_steps must be an int")
    if num_steps < 1 or kind not in SCHEDULES:
        raise ValueError("num_steps or kind")
    if not 0 < beta_start <= beta_end < 1:
        raise ValueError("betas")
    betas = SCHEDULES[kind](num_steps, beta_start, beta_end, s, max_beta)
    return torch.from_numpy(betas), torch.from_numpy(np.cumprod(1 - betas))
