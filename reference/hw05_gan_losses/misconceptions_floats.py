"""Wrong versions that only floating point tells apart, each with what its author reads."""

# ruff: noqa: F811 - ids are a question's own, so two questions may have the same

import math

import torch
import torch.nn.functional as F

from . import discriminator, generator, optimal

# 1. The discriminator


def _by_probabilities(real_logits, fake_logits, smooth, epsilon):
    real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    kept = (1 - smooth) * torch.log(real + epsilon) + smooth * torch.log(1 - real + epsilon)
    return -kept.mean() - torch.log(1 - fake + epsilon).mean()


@discriminator.misconception
def log_of_sigmoid(real_logits, fake_logits, smooth=0.0):
    """For sure discriminators your log receives 0. Can log D come from the logit directly?

    Try this: what is torch.sigmoid of -1e4, and what is its logarithm?
    """
    return _by_probabilities(real_logits, fake_logits, smooth, 0)


@discriminator.misconception
def log_with_epsilon(real_logits, fake_logits, smooth=0.0):
    """Your small constant inside the log caps the loss: sure mistakes all cost the same."""
    return _by_probabilities(real_logits, fake_logits, smooth, 1e-8)


@discriminator.misconception
def log_with_epsilon_1e_12(real_logits, fake_logits, smooth=0.0):
    """Your small constant inside the log caps the loss: sure mistakes all cost the same."""
    return _by_probabilities(real_logits, fake_logits, smooth, 1e-12)


@discriminator.misconception
def log_with_epsilon_1e_10(real_logits, fake_logits, smooth=0.0):
    """Your small constant inside the log caps the loss: sure mistakes all cost the same."""
    return _by_probabilities(real_logits, fake_logits, smooth, 1e-10)


@discriminator.misconception
def log_with_epsilon_1e_7(real_logits, fake_logits, smooth=0.0):
    """Your small constant inside the log caps the loss: sure mistakes all cost the same."""
    return _by_probabilities(real_logits, fake_logits, smooth, 1e-7)


@discriminator.misconception
def log_with_epsilon_1e_6(real_logits, fake_logits, smooth=0.0):
    """Your small constant inside the log caps the loss: sure mistakes all cost the same."""
    return _by_probabilities(real_logits, fake_logits, smooth, 1e-6)


def _by_clamped(real_logits, fake_logits, smooth, epsilon):
    real, fake = (
        torch.sigmoid(part).clamp(epsilon, 1 - epsilon) for part in (real_logits, fake_logits)
    )
    kept = (1 - smooth) * torch.log(real) + smooth * torch.log(1 - real)
    return -kept.mean() - torch.log(1 - fake).mean()


@discriminator.misconception
def probabilities_clamped_1e_6(real_logits, fake_logits, smooth=0.0):
    """You keep D away from 0 and 1, which caps the loss: sure mistakes all cost the same."""
    return _by_clamped(real_logits, fake_logits, smooth, 1e-6)


@discriminator.misconception
def probabilities_clamped_1e_7(real_logits, fake_logits, smooth=0.0):
    """You keep D away from 0 and 1, which caps the loss: sure mistakes all cost the same."""
    return _by_clamped(real_logits, fake_logits, smooth, 1e-7)


@discriminator.misconception
def probabilities_clamped_1e_8(real_logits, fake_logits, smooth=0.0):
    """You keep D away from 0 and 1, which caps the loss: sure mistakes all cost the same."""
    return _by_clamped(real_logits, fake_logits, smooth, 1e-8)


# 2. The generator


def _kind_of(fake_logits, kind, epsilon):
    d = torch.sigmoid(fake_logits)
    if kind == "nonsaturating":
        return -torch.log(d + epsilon).mean()
    return torch.log(1 - d + epsilon).mean()


@generator.misconception
def log_with_epsilon_1e_8(fake_logits, kind="nonsaturating"):
    """Your small constant inside the log caps the loss: recognised fakes all cost the same."""
    return _kind_of(fake_logits, kind, 1e-8)


@generator.misconception
def log_with_epsilon_1e_7(fake_logits, kind="nonsaturating"):
    """Your small constant inside the log caps the loss: recognised fakes all cost the same."""
    return _kind_of(fake_logits, kind, 1e-7)


@generator.misconception
def log_with_epsilon_1e_6(fake_logits, kind="nonsaturating"):
    """Your small constant inside the log caps the loss: recognised fakes all cost the same."""
    return _kind_of(fake_logits, kind, 1e-6)


def _kind_of_clamped(fake_logits, kind, epsilon):
    d = torch.sigmoid(fake_logits).clamp(epsilon, 1 - epsilon)
    if kind == "nonsaturating":
        return -torch.log(d).mean()
    return torch.log(1 - d).mean()


@generator.misconception
def probability_clamped_1e_6(fake_logits, kind="nonsaturating"):
    """You keep D away from 0 and 1, which caps the loss: recognised fakes all cost the same."""
    return _kind_of_clamped(fake_logits, kind, 1e-6)


@generator.misconception
def probability_clamped_1e_7(fake_logits, kind="nonsaturating"):
    """You keep D away from 0 and 1, which caps the loss: recognised fakes all cost the same."""
    return _kind_of_clamped(fake_logits, kind, 1e-7)


@generator.misconception
def probability_clamped_1e_8(fake_logits, kind="nonsaturating"):
    """You keep D away from 0 and 1, which caps the loss: recognised fakes all cost the same."""
    return _kind_of_clamped(fake_logits, kind, 1e-8)


@generator.misconception
def log_of_one_minus_d(fake_logits, kind="nonsaturating"):
    """Your saturating loss forms 1 - D, which rounds to 0 for fakes that convince.

    Try this: for a logit l, what is 1 - sigmoid(l) as a sigmoid?
    """
    if kind == "nonsaturating":
        return F.softplus(-fake_logits).mean()
    return torch.log(1 - torch.sigmoid(fake_logits)).mean()


@generator.misconception
def cross_entropy_of_probabilities(fake_logits, kind="nonsaturating"):
    """For sure discriminators your loss stops growing: the sigmoid has already rounded to 0 or 1.

    Try this: which loss in torch.nn.functional takes the logits as they are?
    """
    d = torch.sigmoid(fake_logits)
    if kind == "nonsaturating":
        return F.binary_cross_entropy(d, torch.ones_like(d))
    return -F.binary_cross_entropy(d, torch.zeros_like(d))


# 6. The optimal discriminator


def _best(p, q):
    return torch.where(p + q > 0, p / (p + q), torch.full_like(p, 0.5))


def _exact(p, q):
    """V and JS without a subtraction from 1."""
    value = (torch.xlogy(p, _best(p, q)) + torch.xlogy(q, _best(q, p))).sum()
    return value, value / 2 + math.log(2)


@optimal.misconception
def epsilon_beside_the_sum(p, q):
    """Your small constant beside p + q makes D* too small where both probabilities are.

    Try this: what is your D* where neither side has the outcome?
    """
    return p / (p + q + 1e-8), *_exact(p, q)


@optimal.misconception
def epsilon_beside_the_sum_1e_12(p, q):
    """Your small constant beside p + q makes D* too small where both probabilities are.

    Try this: what is your D* where neither side has the outcome?
    """
    return p / (p + q + 1e-12), *_exact(p, q)


@optimal.misconception
def epsilon_inside_the_logs(p, q):
    """Your small constant inside the logs keeps them finite, and V and JS off by as much.

    Try this: which function of torch knows that 0 log 0 is 0?
    """
    d, m = _best(p, q), (p + q) / 2
    value = (p * torch.log(d + 1e-8) + q * torch.log(1 - d + 1e-8)).sum()
    left = (p * torch.log((p + 1e-8) / (m + 1e-8))).sum()
    right = (q * torch.log((q + 1e-8) / (m + 1e-8))).sum()
    return d, value, (left + right) / 2
