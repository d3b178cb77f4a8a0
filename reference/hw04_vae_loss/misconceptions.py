"""Wrong versions of HW 4 and what their authors should read; here the reconstruction terms."""

import math

import torch
import torch.nn.functional as F
from torch.distributions import Bernoulli

from . import (  # noqa: F401
    bernoulli,
    gaussian,
    misconceptions_floats,
    misconceptions_iwae,
    misconceptions_loss,
    misconceptions_pair,
    misconceptions_prior,
    misconceptions_sampling,
)

LOG2PI = math.log(2 * math.pi)

# --- 1. Gaussian reconstruction -------------------------------------------------------------


@gaussian.misconception
def mse_only(x, mean, logvar):
    """Your value is minus the squared error: the decoder's variance never enters.

    Let the decoder double its variance and keep its mean. Should every likelihood stay the same?
    """
    return -((x - mean) ** 2).flatten(1).sum(1) + 0 * logvar.sum()


@gaussian.misconception
def constant_dropped(x, mean, logvar):
    """Your value lacks the constant log(2 pi): harmless in training, misleading in a likelihood.

    What is the log-density of a standard normal at 0?
    """
    return (-0.5 * (logvar + (x - mean) ** 2 * torch.exp(-logvar))).flatten(1).sum(1)


@gaussian.misconception
def logvar_as_logstd(x, mean, logvar):
    """exp(logvar) is the variance already; you squared it again.

    For a standard deviation of 3, what is logvar?
    """
    terms = LOG2PI + 2 * logvar + (x - mean) ** 2 * torch.exp(-2 * logvar)
    return (-0.5 * terms).flatten(1).sum(1)


@gaussian.misconception
def negative_log_likelihood(x, mean, logvar):
    """You return the loss; this function is the log-likelihood, its negative.

    Move mean closer to x. Does your value become larger or smaller?
    """
    return (0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar))).flatten(1).sum(1)


@gaussian.misconception
def batch_summed(x, mean, logvar):
    """You summed over the batch as well: one value per example has to remain.

    Which dimensions of x belong to a single example?
    """
    return (-0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar))).sum()


@gaussian.misconception
def last_dim_only(x, mean, logvar):
    """You summed over the last dimension alone; an image has more dimensions than that.

    What shape does your function return for x of shape (B, C, H, W)?
    """
    return (-0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar))).sum(-1)


@gaussian.misconception
def mean_over_features(x, mean, logvar):
    """You averaged over features; log-densities of independent features add up.

    Append a second copy of every feature to x. What should become of its log-likelihood?
    """
    return (-0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar))).flatten(1).mean(1)


@gaussian.misconception
def log_determinant_missing(x, mean, logvar):
    """Your variance divides the squared error but never adds its own logarithm.

    Let the variance grow without end. Does your value find a best variance, or none?
    """
    return (-0.5 * (LOG2PI + (x - mean) ** 2 * torch.exp(-logvar))).flatten(1).sum(1)


@gaussian.misconception
def error_divided_by_std(x, mean, logvar):
    """You divided the squared error by the standard deviation; the variance belongs there.

    If x is measured in metres, in which unit is each of your terms?
    """
    terms = LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-0.5 * logvar)
    return (-0.5 * terms).flatten(1).sum(1)


@gaussian.misconception
def half_missing(x, mean, logvar):
    """Your value is exactly twice the log-likelihood.

    Which factor stands in the exponent of a Gaussian, and what is the logarithm of a square root?
    """
    return -(LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar)).flatten(1).sum(1)


@gaussian.misconception
def variance_with_epsilon(x, mean, logvar):
    """You add a small number to the variance: a very sure decoder gets another likelihood.

    How large is exp(-40) beside the number you add?
    """
    variance = torch.exp(logvar) + 1e-8
    return (-0.5 * (LOG2PI + torch.log(variance) + (x - mean) ** 2 / variance)).flatten(1).sum(1)


@gaussian.misconception
def variance_cut_off(x, mean, logvar):
    """Your variances never fall below 1e-6: gaussian_nll_loss cuts them off unless told not to.

    Which of its arguments sets the smallest variance?
    """
    variance = torch.exp(logvar).expand_as(x)
    losses = F.gaussian_nll_loss(mean, x, variance, full=True, reduction="none")
    return -losses.flatten(1).sum(1)


@gaussian.misconception
def constant_once(x, mean, logvar):
    """Your constant log(2 pi) enters once per example; every entry has a density of its own.

    What is the log-density of two independent standard normals at 0?
    """
    terms = (logvar + (x - mean) ** 2 * torch.exp(-logvar)).flatten(1).sum(1)
    return -0.5 * (LOG2PI + terms)


@gaussian.misconception
def shared_logvar_counted_once(x, mean, logvar):
    """You sum logvar before it is shared out: a shared one counts for every entry it serves.

    How many entries does a 0-dim logvar stand for?
    """
    squares = ((x - mean) ** 2 * torch.exp(-logvar)).flatten(1).sum(1)
    logs = logvar.flatten(1).sum(1) if logvar.shape == x.shape else logvar.sum()
    return -0.5 * (x[0].numel() * LOG2PI + logs + squares)


@gaussian.misconception
def logvar_not_halved(x, mean, logvar):
    """You subtract all of logvar; the logarithm of the standard deviation is half of it.

    What is log sigma if logvar is log sigma^2?
    """
    terms = -0.5 * LOG2PI - logvar - 0.5 * (x - mean) ** 2 * torch.exp(-logvar)
    return terms.flatten(1).sum(1)


@gaussian.misconception
def log_determinant_sign(x, mean, logvar):
    """Your logvar has the opposite sign: a wide density would be high.

    Which of two Gaussians is higher at its mean, the narrow or the wide one?
    """
    return (-0.5 * (LOG2PI - logvar + (x - mean) ** 2 * torch.exp(-logvar))).flatten(1).sum(1)


@gaussian.misconception
def multiplied_by_variance(x, mean, logvar):
    """You multiply the squared error by the variance; it is divided by it.

    Is an error of 1 more surprising under a small variance or a large one?
    """
    return (-0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(logvar))).flatten(1).sum(1)


@gaussian.misconception
def averaged_over_everything(x, mean, logvar):
    """You averaged over all entries of the batch: one sum per example has to remain.

    Which dimensions of x belong to a single example?
    """
    return (-0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar))).mean()


# --- 2. Bernoulli reconstruction ------------------------------------------------------------


@bernoulli.misconception
def sigmoid_then_log(x, logits):
    """sigmoid saturates to exactly 0 or 1, and its logarithm to -inf: start from the logit.

    What is 1 - sigmoid(40) in float64, and what should its logarithm be?
    """
    p = torch.sigmoid(logits)
    return (torch.xlogy(x, p) + torch.xlogy(1 - x, 1 - p)).flatten(1).sum(1)


@bernoulli.misconception
def zero_times_minus_infinity(x, logits):
    """sigmoid saturates to exactly 0 or 1, and 0 times log 0 is NaN: start from the logit.

    Which of your two terms is 0 * (-inf) for a black pixel with a logit of -1000?
    """
    p = torch.sigmoid(logits)
    return (x * torch.log(p) + (1 - x) * torch.log(1 - p)).flatten(1).sum(1)


@bernoulli.misconception
def log_clamped(x, logits):
    """Your small number inside the log caps the penalty near 18 nats and removes the gradient.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    p = torch.sigmoid(logits)
    terms = x * torch.log(p + 1e-8) + (1 - x) * torch.log(1 - p + 1e-8)
    return terms.flatten(1).sum(1)


@bernoulli.misconception
def capped_at_a_hundred(x, logits):
    """Your penalty never exceeds 100 nats: binary_cross_entropy on probabilities cuts its logs off.

    Which PyTorch function takes the logits themselves?
    """
    losses = F.binary_cross_entropy(torch.sigmoid(logits), x, reduction="none")
    return -losses.flatten(1).sum(1)


@bernoulli.misconception
def loss_sign(x, logits):
    """You return the loss; log-likelihoods of binary data are never positive.

    What is the logarithm of a probability of one half?
    """
    return (F.softplus(logits) - x * logits).flatten(1).sum(1)


@bernoulli.misconception
def double_sigmoid(x, logits):
    """You apply the sigmoid twice: a function with logits in its name expects raw logits.

    What is the largest probability of white that your version can reach?
    """
    p = torch.sigmoid(logits)
    return (x * p - F.softplus(p)).flatten(1).sum(1)


@bernoulli.misconception
def arguments_swapped(x, logits):
    """You exchanged prediction and target: your value scores x against the logits.

    Which of the two arguments comes from the decoder?
    """
    score = x.clamp(0.02, 0.98).logit()
    return (logits * score - F.softplus(score)).flatten(1).sum(1)


@bernoulli.misconception
def only_ones_counted(x, logits):
    """Your black pixels count for nothing: predicting white everywhere is free.

    What does a pixel of 0 contribute when its logit is large?
    """
    return (x * F.logsigmoid(logits)).flatten(1).sum(1)


@bernoulli.misconception
def mean_over_pixels(x, logits):
    """You averaged over pixels; log-likelihoods of independent pixels add up.

    Beside a KL that is summed, how much does an average over 784 pixels weigh?
    """
    return (x * logits - F.softplus(logits)).flatten(1).mean(1)


@bernoulli.misconception
def pixels_summed_over_batch(x, logits):
    """You summed over the batch as well: one value per example has to remain.

    Which dimensions of x belong to a single example?
    """
    return (x * logits - F.softplus(logits)).sum()


@bernoulli.misconception
def one_dimension_summed(x, logits):
    """You summed over the last dimension alone; an image has more dimensions than that.

    What shape does your function return for x of shape (B, C, H, W)?
    """
    return (x * logits - F.softplus(logits)).sum(-1)


@bernoulli.misconception
def binary_targets_only(x, logits):
    """Your version refuses grey levels: targets between 0 and 1 are legal here.

    What does torch.distributions.Bernoulli check about the values it is asked to score?
    """
    return Bernoulli(logits=logits, validate_args=True).log_prob(x).flatten(1).sum(1)


@bernoulli.misconception
def grey_levels_rounded(x, logits):
    """You round grey levels to black or white; a grey pixel has a share in both logarithms.

    Which logit explains a pixel of 0.7 best, a huge one or a small one?
    """
    sign = torch.where(x > 0.5, 1.0, -1.0)
    return F.logsigmoid(sign * logits).flatten(1).sum(1)


@bernoulli.misconception
def logit_sign(x, logits):
    """Your logits have the opposite sign: a large one should make white likely.

    What is sigmoid(-l) beside 1 - sigmoid(l)?
    """
    return (x * F.logsigmoid(-logits) + (1 - x) * F.logsigmoid(logits)).flatten(1).sum(1)


@bernoulli.misconception
def averaged_over_everything(x, logits):  # noqa: F811
    """You averaged over all pixels of the batch: one sum per example has to remain.

    What does reduction="mean", the default, divide by?
    """
    return (x * logits - F.softplus(logits)).mean()


@bernoulli.misconception
def squared_error(x, logits):
    """Your value is minus a squared error; a Bernoulli decoder is scored by logarithms.

    What should be lost by a probability of 0 for a pixel that is white?
    """
    return -((x - torch.sigmoid(logits)) ** 2).flatten(1).sum(1)


@bernoulli.misconception
def probabilities_clamped_by_the_library(x, logits):
    """You hand over probabilities, which torch clamps just inside 0 and 1; hand over logits.

    What does torch.distributions do with a probability of exactly 1?
    """
    terms = Bernoulli(probs=torch.sigmoid(logits), validate_args=False).log_prob(x)
    return terms.flatten(1).sum(1)


@bernoulli.misconception
def entropy_of_the_targets_added(x, logits):
    """You add the entropy of grey targets: that is minus a KL, which is 0 for a perfect copy.

    What is the log-likelihood of a grey level of one half under a logit of 0?
    """
    entropy = -torch.xlogy(x, x) - torch.xlogy(1 - x, 1 - x)
    return (x * logits - F.softplus(logits) + entropy).flatten(1).sum(1)


@bernoulli.misconception
def absolute_value_in_the_stable_form(x, logits):
    """Your stable form subtracts |logit| where max(logit, 0) belongs.

    What should a white pixel lose with a logit of -100, and what with +100?
    """
    terms = x * logits - logits.abs() - torch.log1p((-logits.abs()).exp())
    return terms.flatten(1).sum(1)
