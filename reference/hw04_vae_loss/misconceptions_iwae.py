"""Wrong versions of the importance-weighted bound."""

import math

import torch

from . import iwae


def _log_mean_exp(log_weights, dim=0):
    return torch.logsumexp(log_weights, dim) - math.log(log_weights.shape[dim])


@iwae.misconception
def log_outside_average(log_px_z, log_pz, log_qz):
    """You averaged logs: that is the ordinary ELBO, which does not tighten with more samples.

    Which is larger, the log of an average or the average of the logs?
    """
    return (log_px_z + log_pz - log_qz).mean(0)


@iwae.misconception
def log_s_missing(log_px_z, log_pz, log_qz):
    """You summed the weights instead of averaging them.

    Repeat every sample once more. Should the bound grow?
    """
    return torch.logsumexp(log_px_z + log_pz - log_qz, 0)


@iwae.misconception
def divided_by_batch(log_px_z, log_pz, log_qz):
    """You divided the sum of the weights by the number of examples, not of samples.

    Which dimension of the arguments is S, and which B?
    """
    return torch.logsumexp(log_px_z + log_pz - log_qz, 0) - math.log(log_px_z.shape[1])


@iwae.misconception
def q_added(log_px_z, log_pz, log_qz):
    """You multiplied by the proposal density; importance weights divide by it.

    Samples that q draws too often: should they weigh more or less?
    """
    return _log_mean_exp(log_px_z + log_pz + log_qz)


@iwae.misconception
def q_missing(log_px_z, log_pz, log_qz):
    """You left out q: samples came from the encoder, not from the prior.

    By what must a sample be divided because q drew it?
    """
    return _log_mean_exp(log_px_z + log_pz)


@iwae.misconception
def prior_missing(log_px_z, log_pz, log_qz):
    """You left out the prior: a weight compares p(x|z) p(z) with q(z).

    Which density of z says how likely a code is before x is seen?
    """
    return _log_mean_exp(log_px_z - log_qz)


@iwae.misconception
def naive_exp(log_px_z, log_pz, log_qz):
    """Your weights leave the range of floats: exp(-1e4) is 0, and log 0 is -inf.

    Which number can be taken out of all weights before exponentiating, and added back after?
    """
    return (log_px_z + log_pz - log_qz).exp().mean(0).log()


@iwae.misconception
def wrong_axis(log_px_z, log_pz, log_qz):
    """You averaged over dim 1, the examples; the samples are in dim 0.

    Which shape should the result have?
    """
    return _log_mean_exp(log_px_z + log_pz - log_qz, dim=1)


@iwae.misconception
def maximum_not_added_back(log_px_z, log_pz, log_qz):
    """You took the maximum out before exponentiating and never added it back.

    Add 10 to every log-weight. What should become of the bound?
    """
    log_weights = log_px_z + log_pz - log_qz
    return _log_mean_exp(log_weights - log_weights.max(0).values)


@iwae.misconception
def negated(log_px_z, log_pz, log_qz):
    """You return the loss; this function is the bound itself, where larger is better.

    Should the bound lie below log p(x) or above minus log p(x)?
    """
    return -_log_mean_exp(log_px_z + log_pz - log_qz)


@iwae.misconception
def log_of_mean_plus_mean_of_logs(log_px_z, log_pz, log_qz):
    """You averaged p(x|z) inside the log and the rest of the weight outside.

    Which three factors belong to one weight?
    """
    return _log_mean_exp(log_px_z) + (log_pz - log_qz).mean(0)


@iwae.misconception
def batch_averaged(log_px_z, log_pz, log_qz):
    """You averaged over the batch as well: one bound per example has to remain.

    Of the shape (S, B), which letter should be left?
    """
    return _log_mean_exp(log_px_z + log_pz - log_qz).mean()


@iwae.misconception
def weights_detached(log_px_z, log_pz, log_qz):
    """Your gradient treats the weights as fixed and equal: each sample's share is its weight.

    If one sample has nearly all the weight, which sample should the gradient follow?
    """
    log_weights = log_px_z + log_pz - log_qz
    average = log_weights.mean(0)
    return average + (_log_mean_exp(log_weights) - average).detach()


@iwae.misconception
def softmax_weighted_logs(log_px_z, log_pz, log_qz):
    """You average the log-weights by their normalised weights; the weights' mean is inside the log.

    Give all samples one weight but one of them none. What should the bound be?
    """
    log_weights = log_px_z + log_pz - log_qz
    return (torch.softmax(log_weights, 0) * log_weights).sum(0)


@iwae.misconception
def softmax_weighted_possible_logs(log_px_z, log_pz, log_qz):
    """You average the log-weights by their normalised weights; the weights' mean is inside the log.

    Give all samples one weight but one of them none. What should the bound be?
    """
    log_weights = log_px_z + log_pz - log_qz
    share = torch.softmax(log_weights, 0).nan_to_num(0.0)
    bound = torch.where(share > 0, share * log_weights, 0.0).sum(0)
    return torch.where(log_weights.isneginf().all(0), -math.inf, bound)


@iwae.misconception
def log_s_added(log_px_z, log_pz, log_qz):
    """You add log S; an average divides by S.

    Repeat every sample once more. Should the bound grow?
    """
    log_weights = log_px_z + log_pz - log_qz
    return torch.logsumexp(log_weights, 0) + math.log(len(log_weights))


@iwae.misconception
def divided_outside_the_log(log_px_z, log_pz, log_qz):
    """You divide the logarithm by S; it is the sum of the weights that is divided.

    What is the logarithm of a quotient?
    """
    log_weights = log_px_z + log_pz - log_qz
    return torch.logsumexp(log_weights, 0) / len(log_weights)


@iwae.misconception
def best_sample_only(log_px_z, log_pz, log_qz):
    """You return the largest log-weight; all samples have a part in the mean.

    Of ten equal weights, what is the mean?
    """
    return (log_px_z + log_pz - log_qz).max(0).values


@iwae.misconception
def self_normalised_average(log_px_z, log_pz, log_qz):
    """You average the log weights by importance; asked is the logarithm of the plain mean weight.

    Which of the two stays below log p(x) on average?
    """
    log_w = log_px_z + log_pz - log_qz
    shares = torch.softmax(log_w, 0)
    return (shares * log_w.masked_fill(log_w.isneginf(), 0.0)).sum(0)
