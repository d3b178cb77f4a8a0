"""Other right answers: the loss."""

import functools
import math

import torch
import torch.nn.functional as F

from . import loss

# 5. The loss


def _noisy(x0, t, eps, alpha_bar):
    level = alpha_bar[t].to(x0.dtype).reshape(-1, *[1] * (x0.ndim - 1))
    return level.sqrt() * x0 + (1 - level).sqrt() * eps


@loss.alternate
def mse_or_einsum(model, x0, t, eps, alpha_bar, gamma=None):
    guess = model(_noisy(x0, t, eps, alpha_bar), t)
    if gamma is None:
        return F.mse_loss(guess, eps)
    level, gap = alpha_bar[t].to(x0.dtype), (guess - eps).flatten(1)
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
        level = alpha_bar[t].to(x0.dtype)
        some = level > 0
        weight[some] = torch.minimum(level, gamma * (1 - level))[some] / level[some]
    return torch.dot(weight, errors) / len(errors)


@loss.alternate
def mapped_errors_with_logit_weights(model, x0, t, eps, alpha_bar, gamma=None):
    errors = torch.vmap(F.mse_loss)(model(_noisy(x0, t, eps, alpha_bar), t), eps)
    if gamma is None:
        return errors.mean()
    excess = torch.logit(alpha_bar).index_select(0, t) - math.log(gamma)
    return torch.dot(torch.exp(-torch.relu(excess)).to(errors), errors) / len(errors)


@loss.alternate
def scaled_residuals(model, x0, t, eps, alpha_bar, gamma=None):
    """The root of the weight goes into the residual, and one plain norm does the rest."""
    residual = eps - model(_noisy(x0, t, eps, alpha_bar), t)
    if gamma is not None:
        level = alpha_bar[t].to(x0.dtype)
        bound = gamma * (1 - level)
        root = torch.where(level > bound, bound / level.clamp(min=1e-30), torch.ones_like(level))
        residual = residual * root.sqrt().reshape(-1, *[1] * (x0.ndim - 1))
    return torch.linalg.vector_norm(residual) ** 2 / residual.numel()


class _MinSnr:
    """Weights from a Python float at a time; without gamma all of them are 1."""

    def __init__(self, gamma):
        self.gamma = math.inf if gamma is None else gamma

    def __call__(self, level):
        noise = 1 - level
        if level <= self.gamma * noise or self.gamma == math.inf:
            return 1.0
        return self.gamma * noise / level


@loss.alternate
def weighing_object(model, x0, t, eps, alpha_bar, gamma=None):
    guess = model(_noisy(x0, t, eps, alpha_bar), t)
    weigh = _MinSnr(gamma)
    errors = ((guess - eps) ** 2).reshape(len(x0), -1).mean(-1)
    pairs = zip(map(weigh, alpha_bar[t].tolist()), errors, strict=True)
    return functools.reduce(lambda total, pair: total + pair[0] * pair[1], pairs, 0.0) / len(x0)
