"""Other right answers: the posterior of one step and the three names for one prediction."""

import itertools
import math

import numpy as np
import torch
import torch.nn.functional as F

from . import conversion, posterior

# 3. The posterior of one step


@posterior.alternate
def precision_weighted_loop(x0, xt, t, betas):
    means, variances = [], []
    for clean, noisy, step in zip(x0, xt, t.tolist(), strict=True):
        before = torch.prod(1 - betas[:step])
        if step == 0:
            means.append(clean)
            variances.append(torch.zeros_like(before))
            continue
        alpha = 1 - betas[step]
        of_prior, of_likelihood = 1 / (1 - before), alpha / betas[step]
        variance = 1 / (of_prior + of_likelihood)
        centre = of_prior * before.sqrt() * clean + of_likelihood * noisy / alpha.sqrt()
        means.append(variance * centre)
        variances.append(variance)
    return torch.stack(means), torch.stack(variances)


@posterior.alternate
def padded_index_einsum(x0, xt, t, betas):
    padded = F.pad(torch.cumprod(1 - betas, 0), (1, 0), value=1.0)
    now, before, beta = padded[t + 1], padded[t], betas[t]
    clean = torch.einsum("b,b...->b...", before.sqrt() * beta / (1 - now), x0)
    weight = torch.sqrt(1 - beta) * (1 - before) / (1 - now)
    return clean + torch.einsum("b,b...->b...", weight, xt), beta * (1 - before) / (1 - now)


@posterior.alternate
def through_the_noise(x0, xt, t, betas):
    """The mean as x_0's path plus a correction by what x_t shows of the noise."""
    log_signal = torch.log1p(-betas).cumsum(0)
    log_before = log_signal - torch.log1p(-betas)
    log_before = torch.where(torch.arange(len(betas)) == 0, torch.zeros_like(betas), log_before)
    variance_before, variance_now = -torch.expm1(log_before), -torch.expm1(log_signal)
    gain = torch.sqrt(1 - betas) * variance_before / variance_now

    def column(values):
        return values[t].reshape([len(t)] + [1] * (x0.dim() - 1))

    surprise = xt - column((log_signal / 2).exp()) * x0
    mean = column((log_before / 2).exp()) * x0 + column(gain) * surprise
    return mean, (betas * variance_before / variance_now)[t]


@posterior.alternate
def numpy_noise_recursion(x0, xt, t, betas):
    """The variance of the noise so far is passed on from step to step: nothing cancels."""
    noise = betas.double().numpy()
    so_far = itertools.accumulate(noise, lambda v, beta: v + beta * (1 - v), initial=0.0)
    before, now = np.array([*itertools.pairwise(so_far)])[t.numpy()].T
    beta = noise[t.numpy()]

    def weighted(weight, examples):
        return weight.reshape(-1, *[1] * (x0.ndim - 1)) * examples.numpy()

    mean = weighted(np.sqrt(1 - before) * beta / now, x0)
    mean = mean + weighted(np.sqrt(1 - beta) * before / now, xt)
    return tuple(torch.as_tensor(part, dtype=x0.dtype) for part in (mean, beta * before / now))


@posterior.alternate
def mapped_with_masks(x0, xt, t, betas):
    def one(clean, noisy, step):
        past = torch.arange(len(betas)) < step
        before = torch.where(past, 1 - betas, torch.ones_like(betas)).prod()
        beta = torch.gather(betas, 0, step[None]).squeeze()
        share = beta / (1 - before * (1 - beta))
        mean = before.sqrt() * share * clean + (1 - share) / (1 - beta).sqrt() * noisy
        return mean, share * (1 - before)

    betas = betas.to(x0.dtype)
    return torch.vmap(one)(x0, xt, t)


class _GaussianFilter:
    """x_{t-1} given x_0 is the state; x_t measures it, and the filter updates mean and variance."""

    def __init__(self, betas):
        self.betas = betas.tolist()

    def __call__(self, clean, noisy, step):
        beta, signal = self.betas[step], math.prod(1 - beta for beta in self.betas[:step])
        variance, scale = 1 - signal, math.sqrt(1 - beta)
        mean = math.sqrt(signal) * clean
        gain = variance * scale / (scale**2 * variance + beta)
        return mean + gain * (noisy - scale * mean), (1 - gain * scale) * variance


@posterior.alternate
def filter_object(x0, xt, t, betas):
    update = _GaussianFilter(betas)
    means, variances = zip(*map(update, x0, xt, t.tolist()), strict=True)
    return torch.stack(means), torch.tensor(variances, dtype=x0.dtype)


# 4. Three names for one prediction


@conversion.alternate
def angle_rotation(pred, xt, t, alpha_bar, source, target):
    if source == target:
        return pred.clone()
    level = alpha_bar[t].reshape(-1, *[1] * (xt.ndim - 1))
    angle = torch.atan2((1 - level).sqrt(), level.sqrt())
    cos, sin = torch.cos(angle), torch.sin(angle)
    # The velocity is x_t, a quarter turn on.
    if source == "eps":
        v = torch.where(level == 1, pred, (pred - sin * xt) / cos)
    elif source == "x0":
        v = torch.where(level == 0, -pred, (cos * xt - pred) / sin)
    else:
        v = pred
    return {"v": v, "x0": cos * xt - sin * v, "eps": sin * xt + cos * v}[target]


@conversion.alternate
def six_entry_table(pred, xt, t, alpha_bar, source, target):
    a = alpha_bar[t].sqrt().view(-1, *[1] * (xt.ndim - 1))
    s = (1 - alpha_bar[t]).sqrt().view(-1, *[1] * (xt.ndim - 1))
    table = {
        ("eps", "x0"): lambda: (xt - s * pred) / a,
        ("eps", "v"): lambda: (pred - s * xt) / a,
        ("x0", "eps"): lambda: (xt - a * pred) / s,
        ("x0", "v"): lambda: (a * xt - pred) / s,
        ("v", "eps"): lambda: s * xt + a * pred,
        ("v", "x0"): lambda: a * xt - s * pred,
    }
    return pred if source == target else table[source, target]()


@conversion.alternate
def example_by_example(pred, xt, t, alpha_bar, source, target):
    converted = []
    for guess, noisy, step in zip(pred, xt, t, strict=True):
        level = alpha_bar[step].item()
        a, s = level**0.5, (1 - level) ** 0.5
        if source == target:
            converted.append(guess)
            continue
        if source == "v":
            clean, noise = a * noisy - s * guess, s * noisy + a * guess
        elif source == "x0":
            clean, noise = guess, (noisy - a * guess) / s
        else:
            clean, noise = (noisy - s * guess) / a, guess
        converted.append({"x0": clean, "eps": noise, "v": a * noise - s * clean}[target])
    return torch.stack(converted)


@conversion.alternate
def linear_system(pred, xt, t, alpha_bar, source, target):
    """x_t and the prediction are two linear equations for x0 and eps."""
    if source == target:
        return pred
    level = alpha_bar[t].to(xt.dtype)
    a, s, zero, one = level.sqrt(), (1 - level).sqrt(), level * 0, level * 0 + 1
    rows = {"x0": (one, zero), "eps": (zero, one), "v": (-s, a)}
    matrix = torch.stack([torch.stack([a, s], -1), torch.stack(rows[source], -1)], dim=1)
    known = torch.stack([xt.flatten(1), pred.flatten(1)], dim=1)
    both = torch.linalg.solve(matrix, known)
    return torch.einsum("bk,bki->bi", torch.stack(rows[target], -1), both).reshape(xt.shape)


@conversion.alternate
def complex_plane(pred, xt, t, alpha_bar, source, target):
    """x_t + i v is x0 + i eps, turned back by the angle of the step."""
    if source == target:
        return torch.clone(pred)
    level = alpha_bar[t].to(xt.dtype)[(...,) + (None,) * (xt.ndim - 1)]
    a, s = level.sqrt(), (1 - level).sqrt()
    turn = torch.complex(a, s)
    if source == "v":
        plane = torch.complex(xt, pred) * turn
    elif source == "eps":
        plane = torch.complex((xt - s * pred) / a, pred)
    else:
        plane = torch.complex(pred, (xt - a * pred) / s)
    return {"x0": plane, "eps": plane * -1j, "v": plane * turn.conj() * -1j}[target].real


def _shares(level, source, target):
    """How much of pred and how much of x_t the target holds."""
    a, s = math.sqrt(level), math.sqrt(1 - level)
    match source, target:
        case "eps", "x0":
            return -s / a, 1 / a
        case "eps", "v":
            return 1 / a, -s / a
        case "x0", "eps":
            return -a / s, 1 / s
        case "x0", "v":
            return -1 / s, a / s
        case "v", "eps":
            return a, s
        case "v", "x0":
            return -s, a
    return 1.0, 0.0


@conversion.alternate
def numpy_shares(pred, xt, t, alpha_bar, source, target):
    levels = alpha_bar.numpy()[t.numpy()]
    shares = np.array([_shares(float(level), source, target) for level in levels])
    pairs = np.stack([pred.numpy(), xt.numpy()], axis=1)
    return torch.as_tensor(np.einsum("bk,bk...->b...", shares, pairs), dtype=xt.dtype)
