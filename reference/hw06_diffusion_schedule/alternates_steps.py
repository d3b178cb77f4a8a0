"""Other right answers: a step of DDPM and a jump of DDIM."""

import functools
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch.distributions import AffineTransform

from . import ddim, ddpm

# 6. A step of DDPM


@ddpm.alternate
def via_x0_and_posterior(xt, t, eps_pred, noise, betas):
    padded = F.pad(torch.cumprod(1 - betas, 0), (1, 0), value=1.0)
    now, before, beta = padded[t + 1], padded[t], betas[t]
    x0 = (xt - (1 - now).sqrt() * eps_pred) / now.sqrt()
    mean = before.sqrt() * beta * x0 + (1 - beta).sqrt() * (1 - before) * xt
    sigma = (beta * (1 - before) / (1 - now)).sqrt()
    return mean / (1 - now) + torch.where(sigma > 0, sigma * noise, torch.zeros_like(noise))


@ddpm.alternate
def python_scalars(xt, t, eps_pred, noise, betas):
    schedule_ = betas.tolist()
    before = math.prod(1 - beta for beta in schedule_[:t])
    beta = schedule_[t]
    now = before * (1 - beta)
    mean = (xt - beta / math.sqrt(1 - now) * eps_pred) / math.sqrt(1 - beta)
    if t == 0:
        return mean
    return mean + math.sqrt(beta * (1 - before) / (1 - now)) * noise


@ddpm.alternate
def log_signal(xt, t, eps_pred, noise, betas):
    logs = torch.log1p(-betas)
    variance_now = -torch.expm1(logs[: t + 1].sum())
    variance_before = -torch.expm1(logs[:t].sum())
    mean = torch.addcmul(xt, betas[t] / variance_now.sqrt(), eps_pred, value=-1)
    mean = mean * torch.exp(-logs[t] / 2)
    if t > 0:
        mean = mean + torch.sqrt(betas[t] * variance_before / variance_now) * noise
    return mean


@ddpm.alternate
def numpy_in_float64(xt, t, eps_pred, noise, betas):
    schedule_ = betas.double().numpy()
    left = np.concatenate([[1.0], np.cumprod(1 - schedule_)])
    now, before, beta = left[t + 1], left[t], schedule_[t]
    shares = np.array([1.0, -beta / np.sqrt(1 - now), np.sqrt(beta * (1 - beta) * (1 - before))])
    shares[2] /= np.sqrt(1 - now)
    parts = [part.numpy() for part in (xt, eps_pred, noise)][: 3 if t else 2]
    mixed = np.tensordot(shares[: len(parts)], np.stack(parts), axes=1) / np.sqrt(1 - beta)
    return torch.as_tensor(mixed, dtype=xt.dtype)


@ddpm.alternate
def as_a_jump_by_one(xt, t, eps_pred, noise, betas):
    """DDIM with all its randomness: find the clean image, then noise it up to the step before."""

    def noise_after(steps):
        return functools.reduce(lambda v, beta: v + beta * (1 - v), betas[:steps], 0 * betas[0])

    betas = betas.to(xt.dtype)
    now, before = noise_after(t + 1), noise_after(t)
    clean = (xt - now.sqrt() * eps_pred) / (1 - now).sqrt()
    if t == 0:
        return clean
    fresh = before * betas[t] / now
    kept = torch.sqrt(before - fresh)
    return torch.sqrt(1 - before) * clean + kept * eps_pred + fresh.sqrt() * noise


@ddpm.alternate
def score_in_place(xt, t, eps_pred, noise, betas):
    """Follow the score, -eps over its amplitude, on a copy of x_t; then shake it."""
    mean, beta = xt.clone(), betas[t].item()
    noise_now, noise_before = (1 - (1 - betas[:n]).prod().item() for n in (t + 1, t))
    score = eps_pred.neg().div(math.sqrt(noise_now))
    mean.add_(score, alpha=beta).div_(math.sqrt(1 - beta))
    if t == 0:
        return mean
    return AffineTransform(mean, math.sqrt(beta * noise_before / noise_now))(noise)


# 7. A jump of DDIM


@ddim.alternate
def xt_eps_coefficients(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    a = float(alpha_bar[t])
    p = float(alpha_bar[t_prev]) if t_prev != -1 else 1.0
    sigma = eta * math.sqrt((1 - p) / (1 - a) * (1 - a / p))
    scale = math.sqrt(p / a)
    of_eps = math.sqrt(max(1 - p - sigma**2, 0.0)) - scale * math.sqrt(1 - a)
    answer = scale * xt + of_eps * eps_pred
    return answer + sigma * noise if sigma > 0 else answer


@ddim.alternate
def padded_einsum(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    padded = F.pad(alpha_bar, (1, 0), value=1.0)
    a, p = padded[t + 1], padded[t_prev + 1]
    sigma = eta * torch.sqrt((1 - p) * (1 - a / p) / (1 - a))
    direction = torch.sqrt(torch.relu(1 - p - sigma**2))
    x0 = (xt - torch.sqrt(1 - a) * eps_pred) * torch.rsqrt(a)
    fresh = noise if eta > 0 else torch.zeros_like(xt)
    weights = torch.stack([p.sqrt(), direction, sigma])
    return torch.einsum("k,k...->...", weights, torch.stack([x0, eps_pred, fresh]))


@ddim.alternate
def ddpm_variance_first(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    a = alpha_bar[t]
    x0 = (xt - (1 - a) ** 0.5 * eps_pred) / a**0.5
    if t_prev < 0:
        return x0
    p = alpha_bar[t_prev]
    variance = eta**2 * (1 - p) * (p - a) / (p * (1 - a))
    answer = p**0.5 * x0 + torch.clamp(1 - p - variance, min=0) ** 0.5 * eps_pred
    if eta:
        answer = answer + variance**0.5 * noise
    return answer


@ddim.alternate
def clean_end_by_recursion(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    alpha_bar = alpha_bar.to(xt.dtype)
    if t_prev == -1:
        return torch.sub(xt, eps_pred * (1 - alpha_bar[t]).sqrt()) / alpha_bar[t].sqrt()
    clean = clean_end_by_recursion(xt, t, -1, eps_pred, alpha_bar)
    room, signal = 1 - alpha_bar[t_prev], alpha_bar[t_prev].sqrt()
    if eta == 0:
        return torch.addcmul(signal * clean, room.sqrt(), eps_pred)
    fresh = eta**2 * room / (1 - alpha_bar[t]) * (1 - alpha_bar[t] / alpha_bar[t_prev])
    fresh = torch.minimum(fresh, room)
    return signal * clean + (room - fresh).sqrt() * eps_pred + fresh.sqrt() * noise


@ddim.alternate
def numpy_with_hypotenuse(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    levels = np.append(alpha_bar.double().numpy(), 1.0)  # t_prev = -1 finds the 1
    now, then = levels[t], levels[t_prev]
    room = np.sqrt(1 - then)
    sigma = eta * room * np.sqrt((then - now) / (then * (1 - now)))
    kept = np.sqrt(np.maximum(0, (room - sigma) * (room + sigma)))
    latent, guess = xt.numpy(), eps_pred.numpy()
    answer = np.sqrt(then) * (latent - np.sqrt(1 - now) * guess) / np.sqrt(now) + kept * guess
    if sigma > 0:
        answer = answer + sigma * noise.numpy()
    return torch.as_tensor(answer, dtype=xt.dtype)


class _ScaledSpace:
    """Where x is divided by the amplitude of its signal, a jump is a straight line along eps."""

    def __init__(self, alpha_bar):
        levels = torch.cat([alpha_bar, torch.ones_like(alpha_bar[:1])])  # t_prev = -1 finds the 1
        self.signal = levels.sqrt().tolist()
        self.noise = ((1 - levels) / levels).sqrt().tolist()

    def __call__(self, xt, t, t_prev, eps_pred, eta):
        """The end of the line, and how much fresh noise it still needs."""
        now, then = self.noise[t], self.noise[t_prev]
        fresh = eta * then * math.sqrt(1 - (then / now) ** 2)
        rest = math.sqrt(max(then**2 - fresh**2, 0.0))
        end = xt / self.signal[t] + (rest - now) * eps_pred
        return self.signal[t_prev] * end, self.signal[t_prev] * fresh


@ddim.alternate
def line_in_scaled_space(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    end, fresh = _ScaledSpace(alpha_bar)(xt, t, t_prev, eps_pred, eta)
    return end.add(noise, alpha=fresh) if fresh else end
