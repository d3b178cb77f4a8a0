"""Wrong versions of the losses that look at logits, each with what its author reads.

The other questions' stand beside this file.
"""

# ruff: noqa: F811 - ids are a question's own, so two questions may have the same

import torch
import torch.nn.functional as F

from . import (  # noqa: F401
    discriminator,
    generator,
    misconceptions_distributions,
    misconceptions_floats,
    misconceptions_scores,
)

# 1. The discriminator


@discriminator.misconception
def halved(real_logits, fake_logits, smooth=0.0):
    """You average the two terms; here they are added. What should an undecided D pay?

    Try this: give your function zeros on both sides. Is the result log 2, or twice that?
    """
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    return (real.mean() + F.softplus(fake_logits).mean()) / 2


@discriminator.misconception
def labels_swapped(real_logits, fake_logits, smooth=0.0):
    """Your discriminator is rewarded for calling fakes real. Which side should have the label 1?"""
    fake = F.softplus(fake_logits) - (1 - smooth) * fake_logits
    return F.softplus(real_logits).mean() + fake.mean()


@discriminator.misconception
def two_sided_smoothing(real_logits, fake_logits, smooth=0.0):
    """Your fake targets are smoothed too; one-sided means that only the real label moves."""
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    fake = F.softplus(fake_logits) - smooth * fake_logits
    return real.mean() + fake.mean()


@discriminator.misconception
def smoothing_scales_loss(real_logits, fake_logits, smooth=0.0):
    """Your smoothing only shrinks the real term. To which outcome should the missing mass s go?

    Try this: with smooth = 0.1, does your loss ever start to rise again as a real logit grows?
    """
    return (1 - smooth) * F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


@discriminator.misconception
def concatenated_mean(real_logits, fake_logits, smooth=0.0):
    """You average over all samples at once. Does the larger batch then count for more?"""
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    fake = F.softplus(fake_logits)
    return 2 * torch.cat([real.reshape(-1), fake.reshape(-1)]).mean()


@discriminator.misconception
def one_mean_for_both(real_logits, fake_logits, smooth=0.0):
    """You take one mean over real and fake together; each term has a mean of its own."""
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    fake = F.softplus(fake_logits)
    return torch.cat([real.reshape(-1), fake.reshape(-1)]).mean()


@discriminator.misconception
def sigmoid_twice(real_logits, fake_logits, smooth=0.0):
    """A sigmoid is applied twice, so your loss never gets near 0. What does it expect as input?"""
    real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
    return (F.softplus(real) - (1 - smooth) * real).mean() + F.softplus(fake).mean()


@discriminator.misconception
def smoothing_ignored(real_logits, fake_logits, smooth=0.0):
    """Your loss is the same for every smooth. Where does the label of real samples enter it?"""
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


@discriminator.misconception
def smooth_is_the_label(real_logits, fake_logits, smooth=0.0):
    """You take smooth itself as the real label; the label is 1 - smooth."""
    real = F.softplus(real_logits) - smooth * real_logits
    return real.mean() + F.softplus(fake_logits).mean()


@discriminator.misconception
def sum_reduction(real_logits, fake_logits, smooth=0.0):
    """You sum over samples, so your loss grows with the batch. Which reduction is asked for?"""
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    return real.sum() + F.softplus(fake_logits).sum()


@discriminator.misconception
def cross_entropy_of_probabilities(real_logits, fake_logits, smooth=0.0):
    """For sure discriminators your loss stops growing: the sigmoid has already rounded to 0 or 1.

    Try this: which loss in torch.nn.functional takes the logits as they are?
    """
    bce = F.binary_cross_entropy
    real = bce(torch.sigmoid(real_logits), torch.full_like(real_logits, 1 - smooth))
    return real + bce(torch.sigmoid(fake_logits), torch.zeros_like(fake_logits))


@discriminator.misconception
def negated(real_logits, fake_logits, smooth=0.0):
    """You return what a discriminator maximises; a loss is its negative."""
    real = (1 - smooth) * real_logits - F.softplus(real_logits)
    return real.mean() - F.softplus(fake_logits).mean()


@discriminator.misconception
def half_the_smoothing(real_logits, fake_logits, smooth=0.0):
    """Your real label is 1 - smooth / 2; here all of smooth is taken off."""
    real = F.softplus(real_logits) - (1 - smooth / 2) * real_logits
    return real.mean() + F.softplus(fake_logits).mean()


@discriminator.misconception
def fake_label_smoothed(real_logits, fake_logits, smooth=0.0):
    """You smoothed the fake label and left the real one at 1. Which of the two should move?"""
    fake = F.softplus(fake_logits) - smooth * fake_logits
    return F.softplus(-real_logits).mean() + fake.mean()


@discriminator.misconception
def logit_mean_first(real_logits, fake_logits, smooth=0.0):
    """You average the logits before the loss; the loss of an average is another number."""
    real, fake = real_logits.mean(), fake_logits.mean()
    return F.softplus(real) - (1 - smooth) * real + F.softplus(fake)


@discriminator.misconception
def fakes_detached(real_logits, fake_logits, smooth=0.0):
    """Your loss cuts fake_logits off, so no gradient reaches them. Where are fakes detached?

    Try this: whose job is it to keep the generator out of D's step, the loss's or the caller's?
    """
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    return real.mean() + F.softplus(fake_logits.detach()).mean()


@discriminator.misconception
def logits_taken_for_probabilities(real_logits, fake_logits, smooth=0.0):
    """You take the logarithm of a logit as if it were a probability; half of the logits have none.

    Try this: which function turns a logit into a probability?
    """
    real = (1 - smooth) * torch.log(real_logits) + smooth * torch.log(1 - real_logits)
    return -real.mean() - torch.log(1 - fake_logits).mean()


# 2. The generator


@generator.misconception
def kinds_swapped(fake_logits, kind="nonsaturating"):
    """The names are exchanged: which loss still has a gradient when D recognises the fake?"""
    if kind == "nonsaturating":
        return -F.softplus(fake_logits).mean()
    return F.softplus(-fake_logits).mean()


@generator.misconception
def saturating_sign(fake_logits, kind="nonsaturating"):
    """Minimising your saturating loss makes fakes less convincing. Which sign should it have?"""
    if kind == "nonsaturating":
        return F.softplus(-fake_logits).mean()
    return F.softplus(fake_logits).mean()


@generator.misconception
def nonsaturating_sign(fake_logits, kind="nonsaturating"):
    """A loss is minimised, and your non-saturating one drops when D recognises the fakes."""
    if kind == "nonsaturating":
        return -F.softplus(-fake_logits).mean()
    return -F.softplus(fake_logits).mean()


@generator.misconception
def log_of_sigmoid(fake_logits, kind="nonsaturating"):
    """For sure discriminators your log receives 0. Can log D come from the logit directly?

    Try this: what is torch.sigmoid of -1e4, and what is its logarithm?
    """
    d = torch.sigmoid(fake_logits)
    if kind == "nonsaturating":
        return -torch.log(d).mean()
    return torch.log(1 - d).mean()


@generator.misconception
def sum_reduction(fake_logits, kind="nonsaturating"):
    """You sum over fakes, so your loss scales with the batch. Which reduction is asked for?"""
    if kind == "nonsaturating":
        return F.softplus(-fake_logits).sum()
    return -F.softplus(fake_logits).sum()


@generator.misconception
def probability_mean_first(fake_logits, kind="nonsaturating"):
    """You take the log of an average; the log belongs inside, one for each sample."""
    d = torch.sigmoid(fake_logits).mean()
    if kind == "nonsaturating":
        return -torch.log(d)
    return torch.log1p(-d)


@generator.misconception
def kind_ignored(fake_logits, kind="nonsaturating"):
    """Your loss is the non-saturating one whatever kind is. Where does kind enter?"""
    return F.softplus(-fake_logits).mean()


@generator.misconception
def logit_mean_first(fake_logits, kind="nonsaturating"):
    """You average the logits before the loss; the loss of an average is another number."""
    logit = fake_logits.mean()
    if kind == "nonsaturating":
        return F.softplus(-logit)
    return -F.softplus(logit)


@generator.misconception
def log_with_epsilon(fake_logits, kind="nonsaturating"):
    """Your small constant inside the log caps the loss: recognised fakes all cost the same."""
    d = torch.sigmoid(fake_logits)
    if kind == "nonsaturating":
        return -torch.log(d + 1e-12).mean()
    return torch.log(1 - d + 1e-12).mean()


@generator.misconception
def sigmoid_twice(fake_logits, kind="nonsaturating"):
    """A sigmoid is applied twice, so your loss never gets near 0. What does it expect as input?"""
    d = torch.sigmoid(fake_logits)
    if kind == "nonsaturating":
        return F.softplus(-d).mean()
    return -F.softplus(d).mean()


@generator.misconception
def halved(fake_logits, kind="nonsaturating"):
    """Your loss is half the one asked for. Where does a factor 1/2 enter?"""
    if kind == "nonsaturating":
        return F.softplus(-fake_logits).mean() / 2
    return -F.softplus(fake_logits).mean() / 2


@generator.misconception
def no_logarithm(fake_logits, kind="nonsaturating"):
    """Your loss is made of probabilities; their logarithms are missing."""
    d = torch.sigmoid(fake_logits)
    if kind == "nonsaturating":
        return -d.mean()
    return (1 - d).mean()


@generator.misconception
def saturating_only(fake_logits, kind="nonsaturating"):
    """Your loss is the saturating one whatever kind is. Where does kind enter?"""
    return -F.softplus(fake_logits).mean()


@generator.misconception
def label_of_a_fake(fake_logits, kind="nonsaturating"):
    """Your non-saturating loss is -log(1 - D), the discriminator's own: being caught pays off.

    Which label does the generator wish its samples to get?
    """
    cost = F.softplus(fake_logits).mean()
    return cost if kind == "nonsaturating" else -cost


@generator.misconception
def both_losses_added(fake_logits, kind="nonsaturating"):
    """You add log(1 - D) to -log D: together they are minus the logit, which has no lower bound.

    How does your loss change where D already takes the fakes for real?
    """
    saturating = -F.softplus(fake_logits).mean()
    return -fake_logits.mean() if kind == "nonsaturating" else saturating
