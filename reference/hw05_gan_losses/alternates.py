"""Other right answers: different identities, loops, and tools a student may reach for.

This file has the losses that look at logits; the other questions' stand beside it.
"""

import functools

import torch
import torch.nn.functional as F
from torch.distributions import Bernoulli

from . import alternates_distributions, alternates_scores, discriminator, generator  # noqa: F401

# 1. The discriminator


@discriminator.alternate
def bce_with_logits(real_logits, fake_logits, smooth=0.0):
    bce = F.binary_cross_entropy_with_logits
    real = bce(real_logits, torch.full_like(real_logits, 1 - smooth))
    return real + bce(fake_logits, torch.zeros_like(fake_logits))


@discriminator.alternate
def softplus_minus_linear(real_logits, fake_logits, smooth=0.0):
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    return real.mean() + F.softplus(fake_logits).mean()


@discriminator.alternate
def two_class_log_softmax(real_logits, fake_logits, smooth=0.0):
    def log_probabilities(logits):
        return torch.stack([torch.zeros_like(logits), logits], dim=-1).log_softmax(dim=-1)

    target = torch.tensor([smooth, 1 - smooth], dtype=real_logits.dtype)
    real = -(log_probabilities(real_logits) @ target)
    return real.mean() - log_probabilities(fake_logits)[..., 0].mean()


@discriminator.alternate
def loop_over_logits(real_logits, fake_logits, smooth=0.0):
    zero = torch.zeros((), dtype=real_logits.dtype)
    total_real, total_fake = zero, zero
    for logit in real_logits.flatten():
        total_real = total_real + (1 - smooth) * F.softplus(-logit) + smooth * F.softplus(logit)
    for logit in fake_logits.flatten():
        total_fake = total_fake + torch.logaddexp(zero, logit)
    return total_real / real_logits.numel() + total_fake / fake_logits.numel()


@discriminator.alternate
def weighted_joint_batch(real_logits, fake_logits, smooth=0.0):
    """Both sides in one batch; a weight for each logit restores the two averages."""
    labels, weights = [], []
    for logits, label in ((real_logits, 1 - smooth), (fake_logits, 0.0)):
        labels.append(torch.full_like(logits.flatten(), label))
        weights.append(torch.full_like(logits.flatten(), 1 / logits.numel()))
    return F.binary_cross_entropy_with_logits(
        torch.cat([real_logits.flatten(), fake_logits.flatten()]),
        torch.cat(labels),
        weight=torch.cat(weights),
        reduction="sum",
    )


@discriminator.alternate
def bernoulli_likelihoods(real_logits, fake_logits, smooth=0.0):
    data, fakes = (Bernoulli(logits=l, validate_args=False) for l in (real_logits, fake_logits))
    target = real_logits.new_tensor(1 - smooth).expand_as(real_logits)
    return -(data.log_prob(target).mean() + fakes.log_prob(torch.zeros_like(fake_logits)).mean())


class _SmoothedCrossEntropy:
    """Cross-entropy against one label for all, written out so that nothing overflows."""

    def __init__(self, label):
        self.label = label

    def __call__(self, logits):
        tail = torch.log1p(torch.exp(-torch.abs(logits)))
        return torch.mean(logits.clamp(min=0) - self.label * logits + tail)


@discriminator.alternate
def object_for_each_label(real_logits, fake_logits, smooth=0.0):
    against_real, against_fake = _SmoothedCrossEntropy(1 - smooth), _SmoothedCrossEntropy(0)
    return against_real(real_logits) + against_fake(fake_logits)


# 2. The generator


@generator.alternate
def bce_with_a_wish(fake_logits, kind="nonsaturating"):
    bce = F.binary_cross_entropy_with_logits
    if kind == "nonsaturating":
        return bce(fake_logits, torch.ones_like(fake_logits))
    return -bce(fake_logits, torch.zeros_like(fake_logits))


@generator.alternate
def logsigmoid_signed(fake_logits, kind="nonsaturating"):
    sign = 1 if kind == "nonsaturating" else -1
    return -sign * F.logsigmoid(sign * fake_logits).mean()


@generator.alternate
def logaddexp_by_dot_product(fake_logits, kind="nonsaturating"):
    flat = fake_logits.flatten()
    share = torch.full_like(flat, 1 / flat.numel())
    zeros = torch.zeros_like(flat)
    if kind == "saturating":
        return -torch.dot(share, torch.logaddexp(zeros, flat))
    return torch.dot(share, torch.logaddexp(zeros, -flat))


@generator.alternate
def loop_over_fakes(fake_logits, kind="nonsaturating"):
    losses = []
    for logit in fake_logits.flatten():
        loss = F.softplus(-logit) if kind == "nonsaturating" else -F.softplus(logit)
        losses.append(loss)
    return sum(losses) / len(losses)


@generator.alternate
def two_class_cross_entropy(fake_logits, kind="nonsaturating"):
    flat = fake_logits.flatten()
    classes = torch.stack([torch.zeros_like(flat), flat], dim=1)
    wished = int(kind == "nonsaturating")
    loss = F.cross_entropy(classes, torch.full(flat.shape, wished))
    return loss if wished else -loss


def _signed_mean(fake_logits, sign):
    """sign * mean softplus(sign * -l), as its larger branch plus a tail that both share."""
    branch = torch.relu(-sign * fake_logits)
    return sign * (branch + fake_logits.abs().neg().exp().log1p()).mean()


_BY_KIND = {
    "nonsaturating": functools.partial(_signed_mean, sign=1),
    "saturating": functools.partial(_signed_mean, sign=-1),
}


@generator.alternate
def table_of_partials(fake_logits, kind="nonsaturating"):
    return _BY_KIND[kind](fake_logits)
