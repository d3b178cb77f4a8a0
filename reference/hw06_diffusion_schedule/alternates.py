"""Other right answers: loops, other identities, and tools a student may reach for.

This file has the schedules and the forward process; the other questions' stand beside it.
"""

import itertools
import math
import operator

import numpy as np
import torch
import torch.nn.functional as F

from . import (
    alternates_loss,  # noqa: F401
    alternates_predictions,  # noqa: F401
    alternates_steps,  # noqa: F401
    noising,
    schedule,
)

# 1. Schedules


@schedule.alternate
def scalar_loop(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    def f(u):
        return math.cos((u / num_steps + s) / (1 + s) * math.pi / 2) ** 2

    betas, signal, left = [], [], 1.0
    for i in range(num_steps):
        if kind == "cosine":
            beta = min(1 - f(i + 1) / f(i), max_beta)
        elif num_steps == 1:
            beta = beta_start
        else:
            beta = beta_start + i * (beta_end - beta_start) / (num_steps - 1)
        left *= 1 - beta
        betas.append(beta)
        signal.append(left)
    return torch.tensor(betas, dtype=torch.float64), torch.tensor(signal, dtype=torch.float64)


@schedule.alternate
def numpy_log_cumsum(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    if kind == "linear":
        betas = np.linspace(beta_start, beta_end, num_steps)
    else:
        grid = (np.linspace(0, 1, num_steps + 1) + s) / (1 + s)
        log_f = 2 * np.log(np.cos(grid * np.pi / 2))
        betas = np.minimum(-np.expm1(np.diff(log_f)), max_beta)
    return torch.from_numpy(betas), torch.from_numpy(np.exp(np.cumsum(np.log1p(-betas))))


@schedule.alternate
def half_angle_accumulated(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    i = torch.arange(num_steps + 1, dtype=torch.double)
    if kind == "linear":
        share = i[:-1] / max(num_steps - 1, 1)
        betas = beta_start * (1 - share) + beta_end * share
    else:
        f = (1 + torch.cos((i / num_steps + s) / (1 + s) * torch.pi)) / 2
        betas = torch.minimum(1 - f[1:] / f[:-1], torch.tensor(max_beta, dtype=torch.double))
    signal = list(itertools.accumulate((1 - betas).tolist(), operator.mul))
    return [betas, torch.tensor(signal, dtype=torch.double)]


@schedule.alternate
def difference_of_angles(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """1 - cos^2 b / cos^2 a is sin(b - a) sin(b + a) / cos^2 a; products are sums of logs."""
    if kind == "cosine":
        share = torch.arange(num_steps + 1).double().div(num_steps).add(s).div(1 + s)
        a, b = share.mul(math.pi / 2).unfold(0, 2, 1).unbind(dim=1)
        betas = (torch.sin(b - a) * torch.sin(b + a) / torch.cos(a).square()).clamp_max(max_beta)
    else:
        weights = torch.arange(num_steps).double() / max(num_steps - 1, 1)
        betas = torch.lerp(*(weights.new_tensor(end) for end in (beta_start, beta_end)), weights)
    upto = torch.ones(num_steps, num_steps, dtype=torch.float64).tril()
    return betas, torch.exp(torch.mv(upto, torch.log1p(-betas)))


def _running_products(factors):
    if len(factors) < 2:
        return factors
    half = len(factors) // 2
    left, right = _running_products(factors[:half]), _running_products(factors[half:])
    return torch.cat([left, left[-1] * right])


@schedule.alternate
def products_by_halves(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    def linear(i):
        return beta_start + (beta_end - beta_start) * i / max(num_steps - 1, 1)

    def cosine(i):
        now, then = (torch.cos((i + k + s * num_steps) * turn) for k in (0, 1))
        return torch.minimum(1 - (then / now) ** 2, torch.full_like(now, max_beta))

    turn = math.pi / (2 * num_steps * (1 + s))
    steps = torch.arange(num_steps, dtype=torch.float64)
    betas = torch.vmap({"linear": linear, "cosine": cosine}[kind])(steps)
    return betas, _running_products(1 - betas)


class _Walk:
    """Yields beta and the signal left, step by step."""

    def __init__(self, betas):
        self.betas, self.signal = betas, 1.0

    def __iter__(self):
        for beta in self.betas:
            self.signal -= beta * self.signal
            yield beta, self.signal


@schedule.alternate
def walk_along_neighbours(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    if kind == "linear":
        betas = [beta_start]
        if num_steps > 1:
            betas = np.interp(range(num_steps), [0, num_steps - 1], [beta_start, beta_end])
    else:
        curve = [
            1 + math.cos(math.pi * (i / num_steps + s) / (1 + s)) for i in range(num_steps + 1)
        ]
        betas = [min((a - b) / a, max_beta) for a, b in itertools.pairwise(curve)]
    return torch.tensor([*_Walk(map(float, betas))], dtype=torch.float64).unbind(dim=1)


# 2. The forward process


@noising.alternate
def example_loop(x0, t, eps, alpha_bar):
    noised = []
    for image, noise, step in zip(x0, eps, t.tolist(), strict=True):
        level = float(alpha_bar[step])
        noised.append(math.sqrt(level) * image + math.sqrt(1 - level) * noise)
    return torch.stack(noised)


@noising.alternate
def gather_einsum(x0, t, eps, alpha_bar):
    level = alpha_bar.gather(0, t).to(x0.dtype)
    signal = torch.einsum("b,b...->b...", level.sqrt(), x0)
    return signal + torch.einsum("b,b...->b...", (1 - level).sqrt(), eps)


@noising.alternate
def batch_last(x0, t, eps, alpha_bar):
    level = torch.index_select(alpha_bar, 0, t).to(x0.dtype)
    mixed = level.sqrt() * x0.movedim(0, -1) + torch.sqrt(1 - level) * eps.movedim(0, -1)
    return mixed.movedim(-1, 0)


@noising.alternate
def mapped_over_examples(x0, t, eps, alpha_bar):
    table = torch.stack([alpha_bar.sqrt(), (1 - alpha_bar).sqrt()], dim=1).to(x0.dtype)
    return torch.vmap(lambda x, e, pair: pair[0] * x + pair[1] * e)(x0, eps, table[t])


@noising.alternate
def real_part_of_a_turn(x0, t, eps, alpha_bar):
    """(x0 - i eps) turned by the angle whose cosine is the amplitude of the signal."""
    level = alpha_bar[t].to(x0.dtype).reshape(-1, *[1] * (x0.ndim - 1))
    turn = torch.complex(level.sqrt(), (1 - level).sqrt())
    return (torch.complex(x0, -eps) * turn).real


@noising.alternate
def one_hot_lookup(x0, t, eps, alpha_bar):
    chosen = F.one_hot(t, len(alpha_bar)).to(alpha_bar.dtype)
    table = torch.sqrt(torch.stack([alpha_bar, 1 - alpha_bar], dim=1))
    amplitudes = (chosen @ table).to(x0.dtype)
    pair = torch.stack([x0.flatten(1), eps.flatten(1)], dim=1)
    return torch.bmm(amplitudes[:, None], pair).reshape(x0.shape)


@noising.alternate
def in_place_on_a_copy(x0, t, eps, alpha_bar):
    xt = x0.clone()
    for b, step in enumerate(t.tolist()):
        level = alpha_bar[step].item()
        xt[b].mul_(level**0.5).add_(eps[b], alpha=(1 - level) ** 0.5)
    return xt
