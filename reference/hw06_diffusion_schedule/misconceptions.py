"""What students get wrong about schedules and the forward process, and what they then read.

The other questions' stand beside this file.
"""

import math

import torch

from . import (
    misconceptions_loss,  # noqa: F401
    misconceptions_posterior,  # noqa: F401
    misconceptions_predictions,  # noqa: F401
    misconceptions_steps,  # noqa: F401
    noising,
    schedule,
)

# 1. Schedules


def _linear(num_steps, start, end):
    return torch.linspace(start, end, num_steps, dtype=torch.float64)


def _cosine(num_steps, s, max_beta):
    u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=max_beta)


def _betas(num_steps, kind, start, end, s, max_beta):
    if kind == "linear":
        return _linear(num_steps, start, end)
    return _cosine(num_steps, s, max_beta)


@schedule.misconception
def endpoint_excluded(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your last beta does not reach beta_end. How many gaps lie between T points?"""
    i = torch.arange(num_steps, dtype=torch.float64)
    if kind == "linear":
        betas = beta_start + (beta_end - beta_start) * i / num_steps
    else:
        betas = _cosine(num_steps, s, max_beta)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def scaled_linear(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your betas are linear in their square roots: both ends match, the middle does not."""
    if kind == "linear":
        betas = _linear(num_steps, beta_start**0.5, beta_end**0.5) ** 2
    else:
        betas = _cosine(num_steps, s, max_beta)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def cumprod_of_betas(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """You multiplied the noise parts; alpha_bar is the share of signal that survives.

    Which share of the signal is left after one step with beta = 0.1?
    """
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta)
    return betas, torch.cumprod(betas, 0)


@schedule.misconception
def leading_one(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your alpha_bar is shifted by one: index 0 already includes one noising step."""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta)
    alpha_bar = torch.cumprod(1 - betas, 0)
    return betas, torch.cat([torch.ones_like(alpha_bar[:1]), alpha_bar[:-1]])


@schedule.misconception
def cosine_not_squared(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your cosine schedule loses signal too slowly: alpha_bar follows the square of a cosine."""
    if kind == "linear":
        betas = _linear(num_steps, beta_start, beta_end)
    else:
        u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
        f = torch.cos((u + s) / (1 + s) * math.pi / 2)
        betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def cosine_offset_ignored(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """The small offset s is missing from your cosine schedule, so its first betas are too small."""
    if kind == "linear":
        betas = _linear(num_steps, beta_start, beta_end)
    else:
        betas = _cosine(num_steps, 0.0, max_beta)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def alpha_bar_before_clipping(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your alpha_bar does not know that betas were clipped. Which betas should it multiply up?"""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta)
    if kind == "linear":
        return betas, torch.cumprod(1 - betas, 0)
    u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return betas, f[1:] / f[0]


@schedule.misconception
def clipping_forgotten(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your last beta destroys the signal completely. Which argument keeps a little of it?"""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, 1.0)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def linear_clipped_too(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """You clipped a linear schedule as well; max_beta belongs to the cosine schedule alone."""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def cosine_over_too_few_points(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your cosine is cut into one gap too few: T betas need T + 1 values of f."""
    if kind == "linear":
        betas = _linear(num_steps, beta_start, beta_end)
    else:
        u = torch.linspace(0, 1, num_steps, dtype=torch.float64)
        f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
        betas = (1 - f / torch.cat([f[:1], f[:-1]])).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def computed_in_float32(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """You compute in float32 and convert at the end: digits that were lost do not come back."""
    if kind == "linear":
        betas = torch.linspace(beta_start, beta_end, num_steps)
    else:
        u = torch.linspace(0, 1, num_steps + 1)
        f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
        betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas.double(), torch.cumprod(1 - betas, 0).double()


@schedule.misconception
def computed_in_float32_from_counts(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """You compute in float32 and convert at the end: digits that were lost do not come back."""
    if kind == "linear":
        betas = torch.linspace(beta_start, beta_end, num_steps)
    else:
        u = torch.arange(num_steps + 1) / num_steps
        f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
        betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas.double(), torch.cumprod(1 - betas, 0).double()


@schedule.misconception
def order_swapped(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """You return alpha_bar first; the pair is (betas, alpha_bar)."""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta)
    return torch.cumprod(1 - betas, 0), betas


@schedule.misconception
def alphas_returned(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your first result is 1 - beta, what a step keeps; asked for is what it adds."""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta)
    return 1 - betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def amplitudes_returned(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your alpha_bar is the root of the one asked for: a share of variance, not an amplitude."""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta)
    return betas, torch.cumprod(1 - betas, 0).sqrt()


@schedule.misconception
def alphas_not_multiplied_up(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your alpha_bar knows one step only; the signal has come through all steps so far."""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, max_beta)
    return betas, 1 - betas


@schedule.misconception
def clip_fixed(num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999):
    """You clip at 0.999 whatever max_beta is. Which argument should decide?"""
    betas = _betas(num_steps, kind, beta_start, beta_end, s, 0.999)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def offset_not_rescaled(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """You add s and never divide by 1 + s, so your cosine runs past its end."""
    if kind == "linear":
        betas = _linear(num_steps, beta_start, beta_end)
    else:
        u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
        f = torch.cos((u + s) * math.pi / 2) ** 2
        betas = (1 - f[1:] / f[:-1]).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, 0)


@schedule.misconception
def betas_from_the_start(
    num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999
):
    """Your betas compare each level with the first one; a step starts where the last one ended."""
    if kind == "linear":
        betas = _linear(num_steps, beta_start, beta_end)
    else:
        u = torch.arange(num_steps + 1, dtype=torch.float64) / num_steps
        f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
        betas = (1 - f[1:] / f[0]).clamp(max=max_beta)
    return betas, torch.cumprod(1 - betas, 0)


# 2. The forward process


def _per_example(values, x):
    return values.to(x.dtype).view(-1, *[1] * (x.ndim - 1))


@noising.misconception
def no_square_roots(x0, t, eps, alpha_bar):
    """Your x_t has less variance than its parts: variances add, amplitudes do not.

    With x0 and eps of variance 1, which variance does your mixture have at alpha_bar = 1/2?
    """
    a = _per_example(alpha_bar[t], x0)
    return a * x0 + (1 - a) * eps


@noising.misconception
def weights_swapped(x0, t, eps, alpha_bar):
    """Signal and noise exchanged their weights: at small t most of the image should survive."""
    a = _per_example(alpha_bar[t], x0)
    return (1 - a).sqrt() * x0 + a.sqrt() * eps


@noising.misconception
def weights_sum_to_one(x0, t, eps, alpha_bar):
    """Your two weights add up to 1; it is their squares that must."""
    a = _per_example(alpha_bar[t], x0).sqrt()
    return a * x0 + (1 - a) * eps


@noising.misconception
def one_based_t(x0, t, eps, alpha_bar):
    """Your noise level belongs to the step before: t counts from 0."""
    a = _per_example(alpha_bar[(t - 1).clamp(min=0)], x0)
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def first_t_for_all(x0, t, eps, alpha_bar):
    """All your examples got the noise level of the first one; each has a step of its own."""
    a = alpha_bar[t[0]]
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def single_step_alpha(x0, t, eps, alpha_bar):
    """You added the noise of one step only. How many steps lie between x_0 and x_t?"""
    before = torch.cat([torch.ones_like(alpha_bar[:1]), alpha_bar[:-1]])
    a = _per_example((alpha_bar / before.clamp(min=1e-30))[t], x0)
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def steps_along_features(x0, t, eps, alpha_bar):
    """Your noise levels run along the last dimension; t has one entry for each example.

    Which shape must alpha_bar[t] take so that it lines up with dim 0?
    """
    a = alpha_bar[t]
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def noise_root_missing(x0, t, eps, alpha_bar):
    """Your signal has the right amplitude, your noise is scaled by a variance: take its root."""
    a = _per_example(alpha_bar[t], x0)
    return a.sqrt() * x0 + (1 - a) * eps


@noising.misconception
def multiplied_up_again(x0, t, eps, alpha_bar):
    """You took a cumulative product of alpha_bar, which is one already."""
    a = _per_example(torch.cumprod(alpha_bar, 0)[t], x0)
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def image_detached(x0, t, eps, alpha_bar):
    """Your values are right, but no gradient reaches x0. Where is it cut off?"""
    a = _per_example(alpha_bar[t], x0)
    return (a.sqrt() * x0 + (1 - a).sqrt() * eps).detach()


@noising.misconception
def level_before_the_step(x0, t, eps, alpha_bar):
    """Your noise level belongs to the step before: at t = 0 one step has been taken already."""
    padded = torch.cat([torch.ones_like(alpha_bar[:1]), alpha_bar])
    a = _per_example(padded[t], x0)
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def index_minus_one(x0, t, eps, alpha_bar):
    """You look up t - 1, at t = 0 the last and noisiest level: t counts from 0."""
    a = _per_example(alpha_bar[t - 1], x0)
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def dtype_of_alpha_bar(x0, t, eps, alpha_bar):
    """Where alpha_bar is float64 your x_t is too, whatever x0 is. Which dtype is asked for?"""
    a = alpha_bar[t].view(-1, *[1] * (x0.ndim - 1))
    return a.sqrt() * x0 + (1 - a).sqrt() * eps


@noising.misconception
def signal_root_missing(x0, t, eps, alpha_bar):
    """Your noise has the right amplitude, your signal is scaled by a variance: take its root."""
    a = _per_example(alpha_bar[t], x0)
    return a * x0 + (1 - a).sqrt() * eps


@noising.misconception
def signal_not_shrunk(x0, t, eps, alpha_bar):
    """You add noise to an image at full size; the signal shrinks as the noise grows."""
    a = _per_example(alpha_bar[t], x0)
    return x0 + (1 - a).sqrt() * eps


@noising.misconception
def rooted_twice(x0, t, eps, alpha_bar):
    """Your noise amplitude is made of the root of alpha_bar; it is made of alpha_bar itself."""
    a = _per_example(alpha_bar[t], x0).sqrt()
    return a * x0 + (1 - a).sqrt() * eps


@noising.misconception
def noise_subtracted(x0, t, eps, alpha_bar):
    """You subtract the noise; the forward process adds it."""
    a = _per_example(alpha_bar[t], x0)
    return a.sqrt() * x0 - (1 - a).sqrt() * eps
