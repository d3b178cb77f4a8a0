"""Wrong versions of the KL from samples."""

import math

import torch

from . import sampled

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
