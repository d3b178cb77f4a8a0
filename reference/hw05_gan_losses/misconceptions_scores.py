"""Wrong versions of the losses that look at raw scores, each with what its author reads."""

# ruff: noqa: F811 - ids are a question's own, so two questions may have the same

import torch
import torch.nn.functional as F

from . import hinge, lsgan

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


@lsgan.misconception
def discriminator_half_missing(real_scores, fake_scores):
    """Your discriminator's loss is twice the one asked for. Which factor do its terms carry?"""
    d_loss = ((real_scores - 1) ** 2).mean() + (fake_scores**2).mean()
    return d_loss, 0.5 * ((fake_scores - 1) ** 2).mean()


@lsgan.misconception
def halved_again(real_scores, fake_scores):
    """You average D's two terms, which have their factor 1/2 already; here they are added."""
    d_loss = 0.25 * ((real_scores - 1) ** 2).mean() + 0.25 * (fake_scores**2).mean()
    return d_loss, 0.5 * ((fake_scores - 1) ** 2).mean()


@lsgan.misconception
def fakes_detached(real_scores, fake_scores):
    """Your d_loss cuts fake_scores off, so no gradient reaches them. Where are fakes detached?

    Try this: whose job is it to keep the generator out of D's step, the loss's or the caller's?
    """
    d_loss = 0.5 * ((real_scores - 1) ** 2).mean() + 0.5 * (fake_scores.detach() ** 2).mean()
    return d_loss, 0.5 * ((fake_scores - 1) ** 2).mean()


@lsgan.misconception
def concatenated_mean(real_scores, fake_scores):
    """You average over all samples at once. Does the larger batch then count for more?"""
    real, fake = (real_scores - 1) ** 2, fake_scores**2
    d_loss = torch.cat([real.reshape(-1), fake.reshape(-1)]).mean()
    return d_loss, 0.5 * ((fake_scores - 1) ** 2).mean()


@lsgan.misconception
def one_mean_for_both(real_scores, fake_scores):
    """You take one mean over real and fake together; each term has a mean of its own."""
    real, fake = 0.5 * (real_scores - 1) ** 2, 0.5 * fake_scores**2
    d_loss = torch.cat([real.reshape(-1), fake.reshape(-1)]).mean()
    return d_loss, 0.5 * ((fake_scores - 1) ** 2).mean()


@lsgan.misconception
def targets_around_zero(real_scores, fake_scores):
    """Yours are the targets -1, 1 and, for the generator, 0; here they are 0, 1 and 1."""
    real = 0.5 * ((real_scores - 1) ** 2).mean()
    fake = 0.5 * ((fake_scores + 1) ** 2).mean()
    return real + fake, 0.5 * (fake_scores**2).mean()


@lsgan.misconception
def real_term_alone(real_scores, fake_scores):
    """Your discriminator never looks at the fakes. Which target do they have?"""
    d_loss = 0.5 * ((real_scores - 1) ** 2).mean() + 0 * fake_scores.sum()
    return d_loss, 0.5 * ((fake_scores - 1) ** 2).mean()


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


@hinge.misconception
def softplus_for_hinge(real_scores, fake_scores):
    """Yours is a soft hinge that pulls beyond the margin as well. Where is a hinge exactly 0?"""
    d_loss = F.softplus(1 - real_scores).mean() + F.softplus(1 + fake_scores).mean()
    return d_loss, -fake_scores.mean()


def _mean_of_active(hinges):
    return hinges.sum() / (hinges > 0).sum().clamp(min=1)


@hinge.misconception
def mean_of_active_scores(real_scores, fake_scores):
    """You average over the scores inside the margin only; satisfied ones count, with a cost of 0.

    Try this: when one more score is satisfied, should the others weigh more?
    """
    real = _mean_of_active(torch.relu(1 - real_scores))
    return real + _mean_of_active(torch.relu(1 + fake_scores)), -fake_scores.mean()


@hinge.misconception
def squared_hinge(real_scores, fake_scores):
    """You square the hinge; here its cost grows in proportion to what the margin lacks."""
    real, fake = torch.relu(1 - real_scores) ** 2, torch.relu(1 + fake_scores) ** 2
    return real.mean() + fake.mean(), -fake_scores.mean()


@hinge.misconception
def sum_reduction(real_scores, fake_scores):
    """You sum over samples, so your losses grow with the batch. Which reduction is asked for?"""
    d_loss = torch.relu(1 - real_scores).sum() + torch.relu(1 + fake_scores).sum()
    return d_loss, -fake_scores.sum()


@hinge.misconception
def concatenated_mean(real_scores, fake_scores):
    """You average over all samples at once. Does the larger batch then count for more?"""
    real, fake = torch.relu(1 - real_scores), torch.relu(1 + fake_scores)
    return 2 * torch.cat([real.reshape(-1), fake.reshape(-1)]).mean(), -fake_scores.mean()


@hinge.misconception
def one_mean_for_both(real_scores, fake_scores):
    """You take one mean over real and fake together; each term has a mean of its own."""
    real, fake = torch.relu(1 - real_scores), torch.relu(1 + fake_scores)
    return torch.cat([real.reshape(-1), fake.reshape(-1)]).mean(), -fake_scores.mean()


@hinge.misconception
def discriminator_sign(real_scores, fake_scores):
    """Your discriminator's loss is never positive: minimising it moves scores into the margin."""
    d_loss = -torch.relu(1 - real_scores).mean() - torch.relu(1 + fake_scores).mean()
    return d_loss, -fake_scores.mean()


@hinge.misconception
def fakes_detached(real_scores, fake_scores):
    """Your d_loss cuts fake_scores off, so no gradient reaches them. Where are fakes detached?

    Try this: whose job is it to keep the generator out of D's step, the loss's or the caller's?
    """
    fake = torch.relu(1 + fake_scores.detach())
    return torch.relu(1 - real_scores).mean() + fake.mean(), -fake_scores.mean()


@hinge.misconception
def clipped_from_above(real_scores, fake_scores):
    """Your clipping keeps the scores beyond the margin and drops those inside it."""
    d_loss = (1 - real_scores).clamp(max=0).mean() + (1 + fake_scores).clamp(max=0).mean()
    return d_loss, -fake_scores.mean()


@lsgan.misconception
def minimax_generator(real_scores, fake_scores):
    """Your generator maximises the discriminator's fake term, a minimax game with no target.

    Where do your generator's scores stop growing?
    """
    d_loss = 0.5 * ((real_scores - 1) ** 2).mean() + 0.5 * (fake_scores**2).mean()
    return d_loss, -0.5 * (fake_scores**2).mean()


@hinge.misconception
def relativistic(real_scores, fake_scores):
    """Off-spec, a known loss: you compare each score with the other side's mean, not with 1 and -1.

    Which number does the hinge of a real score depend on here?
    """
    real = F.relu(1 - real_scores + fake_scores.mean()).mean()
    fake = F.relu(1 + fake_scores - real_scores.mean()).mean()
    return real + fake, -fake_scores.mean()
