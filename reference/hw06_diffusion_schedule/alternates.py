"""Other right answers: loops, other identities, and tools a student may reach for."""

import itertools
import math
import operator

import numpy as np
import torch
import torch.nn.functional as F

from . import conversion, ddim, ddpm, loss, noising, posterior, schedule

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


# 5. The loss


def _noisy(x0, t, eps, alpha_bar):
    level = alpha_bar[t].reshape(-1, *[1] * (x0.ndim - 1))
    return level.sqrt() * x0 + (1 - level).sqrt() * eps


@loss.alternate
def mse_or_einsum(model, x0, t, eps, alpha_bar, gamma=None):
    guess = model(_noisy(x0, t, eps, alpha_bar), t)
    if gamma is None:
        return F.mse_loss(guess, eps)
    level, gap = alpha_bar[t], (guess - eps).flatten(1)
    weight = torch.where(level < 1, gamma * (1 - level) / level, torch.zeros_like(level))
    weight = torch.minimum(weight, torch.ones_like(level))
    return torch.einsum("b,bi,bi->", weight, gap, gap) / gap.numel()


@loss.alternate
def log_snr_loop(model, x0, t, eps, alpha_bar, gamma=None):
    guess = model(_noisy(x0, t, eps, alpha_bar), t)
    total = torch.zeros((), dtype=x0.dtype)
    for one, noise, step in zip(guess, eps, t.tolist(), strict=True):
        level, weight = float(alpha_bar[step]), 1.0
        if gamma is not None and level == 1:
            weight = 0.0
        elif gamma is not None and level > 0:
            log_snr = math.log(level) - math.log1p(-level)
            weight = math.exp(min(log_snr, math.log(gamma)) - log_snr)
        total = total + weight * ((one - noise) ** 2).mean()
    return total / len(x0)


@loss.alternate
def whole_fraction(model, x0, t, eps, alpha_bar, gamma=None):
    """min(SNR, gamma) / SNR with numerator and denominator multiplied by 1 - alpha_bar."""
    errors = F.mse_loss(model(_noisy(x0, t, eps, alpha_bar), t), eps, reduction="none")
    errors = errors.mean(dim=tuple(range(1, errors.ndim)))
    weight = torch.ones_like(errors)
    if gamma is not None:
        level = alpha_bar[t]
        some = level > 0
        weight[some] = torch.minimum(level, gamma * (1 - level))[some] / level[some]
    return torch.dot(weight, errors) / len(errors)


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
