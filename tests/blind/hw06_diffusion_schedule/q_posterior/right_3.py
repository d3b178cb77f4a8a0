"""numpy per example, with a cached helper for one step (no gradients are promised)"""
from functools import lru_cache
import numpy as np
import torch


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")

def check(x0, xt, t, betas):
    check_steps(x0, xt, t, betas)
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must lie in (0, 1)")


@lru_cache(maxsize=64)
def coefficients(step, betas):
    before = -np.expm1(np.sum(np.log1p(-np.array(betas[:step]))))
    after = before + betas[step] - before * betas[step]
    c0 = np.sqrt(1 - before) * betas[step] / after
    c1 = np.sqrt(1 - betas[step]) * before / after
    return c0, c1, betas[step] * before / after


def q_posterior(x0, xt, t, betas):
    check(x0, xt, t, betas)
    key = tuple(betas.double().tolist())
    clean, noisy = x0.detach().double().numpy(), xt.detach().double().numpy()
    mean, var = np.zeros_like(clean), np.zeros(len(clean))
    for i, step in enumerate(t.tolist()):
        c0, c1, var[i] = coefficients(step, key)
        mean[i] = c0 * clean[i] + c1 * noisy[i]
    return torch.from_numpy(mean).to(x0.dtype), torch.from_numpy(var).to(x0.dtype)
