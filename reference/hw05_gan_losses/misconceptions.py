"""Wrong versions of the losses that look at logits or scores, each with what its author reads."""

# ruff: noqa: F811 - ids are a question's own, so two questions may have the same

import torch
import torch.nn.functional as F

from . import discriminator, generator, hinge, lsgan, misconceptions_distributions  # noqa: F401

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


# 3. Least squares


@lsgan.misconception
def half_missing(real_scores, fake_scores):
    """Your losses are twice the requested ones: all three terms carry a factor you left out."""
    d_loss = ((real_scores - 1) ** 2).mean() + (fake_scores**2).mean()
    return d_loss, ((fake_scores - 1) ** 2).mean()


@lsgan.misconception
def generator_target_zero(real_scores, fake_scores):
    """Your generator pulls its scores towards the fake target. Which target does it wish for?"""
    real = 0.5 * ((real_scores - 1) ** 2).mean()
    fake = 0.5 * (fake_scores**2).mean()
    return real + fake, fake


@lsgan.misconception
def targets_swapped(real_scores, fake_scores):
    """The real and fake targets are exchanged: which scores should be pulled to 1?"""
    real = 0.5 * (real_scores**2).mean()
    fake = 0.5 * ((fake_scores - 1) ** 2).mean()
    return real + fake, 0.5 * (fake_scores**2).mean()


@lsgan.misconception
def minus_one_targets(real_scores, fake_scores):
    """Your fake target is -1; the targets here are 0 and 1."""
    real = 0.5 * ((real_scores - 1) ** 2).mean()
    fake = 0.5 * ((fake_scores + 1) ** 2).mean()
    return real + fake, 0.5 * ((fake_scores - 1) ** 2).mean()


@lsgan.misconception
def absolute_error(real_scores, fake_scores):
    """Your loss grows only linearly with the distance. What does least squares measure?"""
    d_loss = 0.5 * (real_scores - 1).abs().mean() + 0.5 * fake_scores.abs().mean()
    return d_loss, 0.5 * (fake_scores - 1).abs().mean()


@lsgan.misconception
def order_swapped(real_scores, fake_scores):
    """You return the generator's loss first; the pair is (discriminator, generator)."""
    d_loss = 0.5 * ((real_scores - 1) ** 2).mean() + 0.5 * (fake_scores**2).mean()
    return 0.5 * ((fake_scores - 1) ** 2).mean(), d_loss


@lsgan.misconception
def sigmoid_first(real_scores, fake_scores):
    """You squash the scores with a sigmoid first; here they are used raw, without bounds."""
    real, fake = torch.sigmoid(real_scores), torch.sigmoid(fake_scores)
    d_loss = 0.5 * ((real - 1) ** 2).mean() + 0.5 * (fake**2).mean()
    return d_loss, 0.5 * ((fake - 1) ** 2).mean()


@lsgan.misconception
def mean_before_square(real_scores, fake_scores):
    """You square the average distance; each sample's distance is squared before averaging."""
    d_loss = 0.5 * (real_scores.mean() - 1) ** 2 + 0.5 * fake_scores.mean() ** 2
    return d_loss, 0.5 * (fake_scores.mean() - 1) ** 2


@lsgan.misconception
def sum_reduction(real_scores, fake_scores):
    """You sum over samples, so your losses grow with the batch. Which reduction is asked for?"""
    d_loss = 0.5 * ((real_scores - 1) ** 2).sum() + 0.5 * (fake_scores**2).sum()
    return d_loss, 0.5 * ((fake_scores - 1) ** 2).sum()


@lsgan.misconception
def generator_half_missing(real_scores, fake_scores):
    """Your generator's loss is twice the one asked for. Which factor does its term carry?"""
    d_loss = 0.5 * ((real_scores - 1) ** 2).mean() + 0.5 * (fake_scores**2).mean()
    return d_loss, ((fake_scores - 1) ** 2).mean()


# 4. Hinge


@hinge.misconception
def generator_sign(real_scores, fake_scores):
    """Your generator minimises its scores. Which scores does it want from D?"""
    d_loss = torch.relu(1 - real_scores).mean() + torch.relu(1 + fake_scores).mean()
    return d_loss, fake_scores.mean()


@hinge.misconception
def fake_margin_sign(real_scores, fake_scores):
    """Your margin pushes fake scores up; D should want them below -1."""
    d_loss = torch.relu(1 - real_scores).mean() + torch.relu(1 - fake_scores).mean()
    return d_loss, -fake_scores.mean()


@hinge.misconception
def no_margin(real_scores, fake_scores):
    """Your D is satisfied as soon as the sign is right: the margin of 1 is missing."""
    d_loss = torch.relu(-real_scores).mean() + torch.relu(fake_scores).mean()
    return d_loss, -fake_scores.mean()


@hinge.misconception
def hinge_after_mean(real_scores, fake_scores):
    """You clip the averaged score, so easy samples hide hard ones. What comes first?"""
    d_loss = torch.relu(1 - real_scores.mean()) + torch.relu(1 + fake_scores.mean())
    return d_loss, -fake_scores.mean()


@hinge.misconception
def no_clipping(real_scores, fake_scores):
    """Without the maximum your D is rewarded without bound, as a Wasserstein critic is."""
    return (1 - real_scores).mean() + (1 + fake_scores).mean(), -fake_scores.mean()


@hinge.misconception
def sigmoid_first(real_scores, fake_scores):
    """The margin of 1 refers to raw scores: after your sigmoid none can ever exceed it."""
    real, fake = torch.sigmoid(real_scores), torch.sigmoid(fake_scores)
    return torch.relu(1 - real).mean() + torch.relu(1 + fake).mean(), -fake.mean()


@hinge.misconception
def terms_averaged(real_scores, fake_scores):
    """You average the two terms of the discriminator; here they are added."""
    d_loss = (torch.relu(1 - real_scores).mean() + torch.relu(1 + fake_scores).mean()) / 2
    return d_loss, -fake_scores.mean()


@hinge.misconception
def generator_hinged(real_scores, fake_scores):
    """Your generator has a hinge as well, so it stops learning once its scores are high."""
    d_loss = torch.relu(1 - real_scores).mean() + torch.relu(1 + fake_scores).mean()
    return d_loss, torch.relu(1 - fake_scores).mean()


@hinge.misconception
def sides_swapped(real_scores, fake_scores):
    """Your D wants real scores below -1 and fakes above 1. Which side is which?"""
    d_loss = torch.relu(1 + real_scores).mean() + torch.relu(1 - fake_scores).mean()
    return d_loss, -fake_scores.mean()


@hinge.misconception
def order_swapped(real_scores, fake_scores):
    """You return the generator's loss first; the pair is (discriminator, generator)."""
    d_loss = torch.relu(1 - real_scores).mean() + torch.relu(1 + fake_scores).mean()
    return -fake_scores.mean(), d_loss
