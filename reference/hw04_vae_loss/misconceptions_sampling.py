"""Wrong versions of the KL from samples and of the importance-weighted bound."""

import math

import torch

from . import iwae, sampled

LOG2PI = math.log(2 * math.pi)

# --- 6. KL by Monte Carlo -------------------------------------------------------------------


@sampled.misconception
def reversed_difference(mu, logvar, eps):
    """You subtracted log q from log p: your estimate settles at minus the KL.

    Where is log q large, at samples of q or elsewhere?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return -0.5 * (z**2 - eps**2 - logvar).sum(-1).mean(0)


@sampled.misconception
def cross_entropy_only(mu, logvar, eps):
    """You estimate the cross-entropy E[-log p]; the term log q is missing.

    What should the estimate be near for a q that equals the prior?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 + LOG2PI).sum(-1).mean(0)


@sampled.misconception
def noise_as_sample(mu, logvar, eps):
    """You compared the two densities at samples of the prior; they have to come from q.

    Under which distribution is the expectation in KL(q || p) taken?
    """
    log_q = -0.5 * ((eps - mu) ** 2 * (-logvar).exp() + logvar)
    return (log_q + 0.5 * eps**2).sum(-1).mean(0)


@sampled.misconception
def mean_over_dims(mu, logvar, eps):
    """You averaged over latent dimensions; log-densities of independent dimensions add up.

    Which of S, B and D is the average taken over?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 - eps**2 - logvar).mean(-1).mean(0)


@sampled.misconception
def sum_over_samples(mu, logvar, eps):
    """You summed over the samples: your estimate grows with their number.

    What should twice as many samples do to an estimate?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 - eps**2 - logvar).sum(-1).sum(0)


@sampled.misconception
def clamped_at_zero(mu, logvar, eps):
    """You cut the estimate off at 0: single estimates may be negative, and cutting biases them.

    Average many estimates of a KL near 0, each cut off at 0. What do you get?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 - eps**2 - logvar).sum(-1).mean(0).clamp(min=0)


@sampled.misconception
def absolute_value(mu, logvar, eps):
    """You took the absolute value of the estimate: single estimates may be negative.

    Average many estimates of a KL near 0, each made positive. What do you get?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 - eps**2 - logvar).sum(-1).mean(0).abs()


@sampled.misconception
def closed_form(mu, logvar, eps):
    """You returned the closed form; the noise you are handed never enters.

    How would you estimate the KL if q were a mixture?
    """
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(-1) + 0 * eps.sum()


@sampled.misconception
def variance_times_noise(mu, logvar, eps):
    """You multiplied the noise by the variance; its scale is the standard deviation.

    If eps has variance 1, which variance has exp(logvar) * eps?
    """
    z = mu + torch.exp(logvar) * eps
    log_q = -0.5 * ((z - mu) ** 2 * (-logvar).exp() + logvar)
    return (log_q + 0.5 * z**2).sum(-1).mean(0)


@sampled.misconception
def logvar_as_logstd(mu, logvar, eps):
    """You used exp(logvar) as the standard deviation of q; it is the variance.

    For a standard deviation of 3, what is logvar?
    """
    z = mu + torch.exp(logvar) * eps
    return (0.5 * (z**2 - eps**2) - logvar).sum(-1).mean(0)


@sampled.misconception
def log_scale_missing(mu, logvar, eps):
    """Your log q lacks the logarithm of its standard deviation.

    A narrow density is high: which term of log q says so?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 - eps**2).sum(-1).mean(0)


@sampled.misconception
def density_detached(mu, logvar, eps):
    """Off-spec, a known estimator: your gradient leaves out log q's own parameters.

    Values agree with the plain estimator. Which of its two gradient paths is cut?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    fixed_mu, fixed_logvar = mu.detach(), logvar.detach()
    log_q = -0.5 * ((z - fixed_mu) ** 2 * (-fixed_logvar).exp() + fixed_logvar)
    return (log_q + 0.5 * z**2).sum(-1).mean(0)


@sampled.misconception
def samples_detached(mu, logvar, eps):
    """Your gradient does not flow through the samples: z is cut off from mu and logvar.

    When mu moves, do the samples z move with it?
    """
    z = (mu + torch.exp(0.5 * logvar) * eps).detach()
    log_q = -0.5 * ((z - mu) ** 2 * (-logvar).exp() + logvar)
    return (log_q + 0.5 * z**2).sum(-1).mean(0)


@sampled.misconception
def prior_at_the_noise(mu, logvar, eps):
    """You evaluated the prior at the noise eps; it is asked about the sample z.

    Where does a z far from 0 show in your estimate?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    log_q = -0.5 * ((z - mu) ** 2 * (-logvar).exp() + logvar)
    return (log_q + 0.5 * eps**2).sum(-1).mean(0)


@sampled.misconception
def log_scale_doubled(mu, logvar, eps):
    """Your log q subtracts all of logvar; the logarithm of sigma is half of it.

    What is log sigma if logvar is log sigma^2?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return (0.5 * (z**2 - eps**2) - logvar).sum(-1).mean(0)


@sampled.misconception
def constant_in_one_density(mu, logvar, eps):
    """log(2 pi) stands in one of your two densities only: in both of them it cancels.

    What should the estimate be for a q that equals the prior?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 + LOG2PI - eps**2 - logvar).sum(-1).mean(0)


@sampled.misconception
def half_missing(mu, logvar, eps):
    """Your estimate is exactly twice the one asked for.

    Which factor stands in the exponent of a Gaussian?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return (z**2 - eps**2 - logvar).sum(-1).mean(0)


@sampled.misconception
def averaged_over_batch(mu, logvar, eps):
    """You averaged over the batch as well: one estimate per example has to remain.

    Of the shape (S, B, D), which letter should be left?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 - eps**2 - logvar).sum(-1).mean()


@sampled.misconception
def wrong_axis(mu, logvar, eps):
    """You averaged over the examples and kept the samples: it is the other way round.

    Of the shape (S, B, D), which letter should be left?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z**2 - eps**2 - logvar).sum(-1).mean(1)


@sampled.misconception
def ratio_estimator(mu, logvar, eps):
    """Off-spec, a known estimator: yours is r - 1 - log r, never negative; asked is log q - log p.

    Which of your terms has expectation 0, and what does it do to the gradient?
    """
    z = mu + torch.exp(0.5 * logvar) * eps
    log_q = -0.5 * (eps**2 + logvar)
    log_r = (-0.5 * z**2 - log_q).sum(-1)
    return (log_r.expm1() - log_r).mean(0)


# --- 7. The importance-weighted bound -------------------------------------------------------


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
def wrong_axis(log_px_z, log_pz, log_qz):  # noqa: F811
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
