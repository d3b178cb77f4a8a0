"""Wrong versions that only floating point tells apart: constants in logs, clamps, lost digits."""

# ruff: noqa: F811 - ids are a question's own, so two questions may have the same

import math

import torch

from . import bernoulli, elbo, gaussian, iwae, kl_pair, kl_prior

LOG2PI = math.log(2 * math.pi)

# --- 1. Gaussian reconstruction -------------------------------------------------------------


def _with_variance(x, mean, variance):
    return (-0.5 * (LOG2PI + torch.log(variance) + (x - mean) ** 2 / variance)).flatten(1).sum(1)


@gaussian.misconception
def variance_with_epsilon_1e_6(x, mean, logvar):
    """You add a small number to the variance, which already changes ordinary likelihoods.

    Which value of logvar makes a division by 0 possible at all?
    """
    return _with_variance(x, mean, torch.exp(logvar) + 1e-6)


@gaussian.misconception
def variance_with_epsilon_1e_12(x, mean, logvar):
    """You add a small number to the variance: a very sure decoder gets another likelihood.

    How large is exp(-40) beside the number you add?
    """
    return _with_variance(x, mean, torch.exp(logvar) + 1e-12)


@gaussian.misconception
def logvar_clamped(x, mean, logvar):
    """You clamp logvar: beyond your limits every variance gets the same likelihood.

    What gradient does a decoder receive from a clamped logvar?
    """
    logvar = logvar.clamp(-20, 20)
    return (-0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar))).flatten(1).sum(1)


@gaussian.misconception
def logvar_clamped_at_ten(x, mean, logvar):
    """You clamp logvar: beyond your limits every variance gets the same likelihood.

    What gradient does a decoder receive from a clamped logvar?
    """
    logvar = logvar.clamp(-10, 10)
    return (-0.5 * (LOG2PI + logvar + (x - mean) ** 2 * torch.exp(-logvar))).flatten(1).sum(1)


# --- 2. Bernoulli reconstruction ------------------------------------------------------------


def _scored(x, p, epsilon):
    terms = x * torch.log(p + epsilon) + (1 - x) * torch.log(1 - p + epsilon)
    return terms.flatten(1).sum(1)


@bernoulli.misconception
def log_clamped_1e_6(x, logits):
    """Your small number inside the log caps the penalty near 14 nats and removes the gradient.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    return _scored(x, torch.sigmoid(logits), 1e-6)


@bernoulli.misconception
def log_clamped_1e_7(x, logits):
    """Your small number inside the log caps the penalty near 16 nats and removes the gradient.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    return _scored(x, torch.sigmoid(logits), 1e-7)


@bernoulli.misconception
def log_clamped_1e_10(x, logits):
    """Your small number inside the log caps the penalty near 23 nats and removes the gradient.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    return _scored(x, torch.sigmoid(logits), 1e-10)


@bernoulli.misconception
def log_clamped_1e_12(x, logits):
    """Your small number inside the log caps the penalty near 28 nats and removes the gradient.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    return _scored(x, torch.sigmoid(logits), 1e-12)


@bernoulli.misconception
def probability_clamped_1e_6(x, logits):
    """You keep the probability away from 0 and 1: a penalty stops near 14 nats, without a slope.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    return _scored(x, torch.sigmoid(logits).clamp(1e-6, 1 - 1e-6), 0)


@bernoulli.misconception
def probability_clamped_1e_7(x, logits):
    """You keep the probability away from 0 and 1: a penalty stops near 16 nats, without a slope.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    return _scored(x, torch.sigmoid(logits).clamp(1e-7, 1 - 1e-7), 0)


@bernoulli.misconception
def probability_clamped_1e_8(x, logits):
    """You keep the probability away from 0 and 1: a penalty stops near 18 nats, without a slope.

    What does a decoder lose with a logit of -1000 for a white pixel, and what in your version?
    """
    return _scored(x, torch.sigmoid(logits).clamp(1e-8, 1 - 1e-8), 0)


# --- 3. KL to the prior ---------------------------------------------------------------------


def _kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1)


@kl_prior.misconception
def logvar_clamped(mu, logvar):
    """You clamp logvar, so a vanishing variance has a limited price. What does the formula say?

    How much information does a code of variance 0 carry?
    """
    return _kl(mu, logvar.clamp(-20, 20))


@kl_prior.misconception
def logvar_clamped_at_ten(mu, logvar):
    """You clamp logvar at -10, so a vanishing variance has a limited price.

    How much information does a code of variance 0 carry?
    """
    return _kl(mu, logvar.clamp(-10, 10))


@kl_prior.misconception
def logvar_clamped_at_thirty(mu, logvar):
    """You clamp logvar at -30, so a vanishing variance has a limited price.

    How much information does a code of variance 0 carry?
    """
    return _kl(mu, logvar.clamp(-30, 20))


@kl_prior.misconception
def variance_with_epsilon(mu, logvar):
    """Your small number inside the log limits what a vanishing variance costs.

    Is the logarithm of the variance not handed to you already?
    """
    variance = logvar.exp()
    return 0.5 * (mu**2 + variance - torch.log(variance + 1e-8) - 1).sum(1)


@kl_prior.misconception
def computed_in_float32(mu, logvar):
    """You compute in float32 and lose half the digits of float64 arguments.

    Which dtype do the arguments have when your formula meets them?
    """
    return _kl(mu.float(), logvar.float()).to(mu.dtype)


# --- 4. KL between two diagonal Gaussians ---------------------------------------------------


@kl_pair.misconception
def epsilon_in_the_ratio(mu_q, logvar_q, mu_p, logvar_p):
    """Your small number beside p's variance decides the ratio where both variances are tiny.

    Which difference gives the ratio without forming either variance?
    """
    variance = logvar_p.exp() + 1e-8
    ratio = (logvar_q.exp() + (mu_q - mu_p) ** 2) / variance
    return 0.5 * (logvar_p - logvar_q + ratio - 1).sum(1)


# --- 5. The VAE loss ------------------------------------------------------------------------


@elbo.misconception
def log_clamped(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your small number inside the log caps what a confident mistake costs.

    Which PyTorch function takes the logits themselves?
    """
    loss = beta * _kl(mu, logvar) - _scored(x, torch.sigmoid(logits), 1e-8)
    if reduction == "mean":
        return loss.mean()
    return loss.sum() if reduction == "sum" else loss


@elbo.misconception
def sigmoid_then_log(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your sigmoid saturates to exactly 0 or 1, and its logarithm to -inf.

    Which PyTorch function takes the logits themselves?
    """
    loss = beta * _kl(mu, logvar) - _scored(x, torch.sigmoid(logits), 0)
    if reduction == "mean":
        return loss.mean()
    return loss.sum() if reduction == "sum" else loss


# --- 7. The importance-weighted bound -------------------------------------------------------


@iwae.misconception
def one_maximum_for_all(log_px_z, log_pz, log_qz):
    """You take one maximum out of the whole batch: beside it the weights of other examples vanish.

    Along which dimension does each example have a largest weight of its own?
    """
    log_weights = log_px_z + log_pz - log_qz
    largest = log_weights.max().detach()
    return (log_weights - largest).exp().mean(0).log() + largest


@iwae.misconception
def maximum_of_nothing(log_px_z, log_pz, log_qz):
    """Where all of an example's log-weights are -inf you subtract -inf from -inf: NaN.

    What does torch.logsumexp return for such a column?
    """
    log_weights = log_px_z + log_pz - log_qz
    largest = log_weights.max(0).values.detach()
    return (log_weights - largest).exp().mean(0).log() + largest


@iwae.misconception
def log_with_epsilon(log_px_z, log_pz, log_qz):
    """Your small number inside the log is the least bound you can return: it adds to the weights.

    Which function adds up weights without leaving log space?
    """
    return ((log_px_z + log_pz - log_qz).exp().mean(0) + 1e-8).log()


@iwae.misconception
def log_with_epsilon_1e_12(log_px_z, log_pz, log_qz):
    """Your small number inside the log is the least bound you can return: it adds to the weights.

    Which function adds up weights without leaving log space?
    """
    return ((log_px_z + log_pz - log_qz).exp().mean(0) + 1e-12).log()
