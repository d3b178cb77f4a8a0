"""Wrong versions of the KL between two diagonal Gaussians."""

import torch

from . import kl_pair


@kl_pair.misconception
def reversed(mu_q, logvar_q, mu_p, logvar_p):
    """You exchanged q and p: the expectation is taken under q.

    If p is far wider than q, should samples of q surprise p?
    """
    ratio = (logvar_p.exp() + (mu_q - mu_p) ** 2) / logvar_q.exp()
    return 0.5 * (logvar_q - logvar_p + ratio - 1).sum(1)


@kl_pair.misconception
def mean_scaled_by_q(mu_q, logvar_q, mu_p, logvar_p):
    """You measured the distance between the means in units of q.

    Whose log-density is asked about samples of the other?
    """
    distance = (mu_q - mu_p) ** 2 * (-logvar_q).exp()
    return 0.5 * (logvar_p - logvar_q + (logvar_q - logvar_p).exp() + distance - 1).sum(1)


@kl_pair.misconception
def log_ratio_sign(mu_q, logvar_q, mu_p, logvar_p):
    """Your log-ratio of the variances has the opposite sign.

    With equal means, should a q narrower than p cost more or less than an equal one?
    """
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return 0.5 * (logvar_q - logvar_p + (logvar_q - logvar_p).exp() + distance - 1).sum(1)


@kl_pair.misconception
def std_as_variance(mu_q, logvar_q, mu_p, logvar_p):
    """You formed the ratio from standard deviations; it is made of variances.

    What is exp(logvar / 2), and what is exp(logvar)?
    """
    ratio = (0.5 * (logvar_q - logvar_p)).exp()
    distance = (mu_q - mu_p) ** 2 * (-0.5 * logvar_p).exp()
    return 0.5 * (logvar_p - logvar_q + ratio + distance - 1).sum(1)


@kl_pair.misconception
def symmetrised(mu_q, logvar_q, mu_p, logvar_p):
    """You averaged KL(q || p) and KL(p || q); the bound has one of them alone.

    Is a Kullback-Leibler divergence meant to be symmetric?
    """
    ratios = (logvar_q - logvar_p).exp() + (logvar_p - logvar_q).exp()
    distance = (mu_q - mu_p) ** 2 * ((-logvar_p).exp() + (-logvar_q).exp())
    return 0.25 * (ratios - 2 + distance).sum(1)


@kl_pair.misconception
def exp_then_divide(mu_q, logvar_q, mu_p, logvar_p):
    """You divide one exponential by another: at 800 that is inf / inf, at -800 0 / 0.

    How can the ratio be formed with a single exponential?
    """
    ratio = torch.exp(logvar_q) / torch.exp(logvar_p)
    distance = (mu_q - mu_p) ** 2 / logvar_p.exp()
    return 0.5 * (logvar_p - logvar_q + ratio + distance - 1).sum(1)


@kl_pair.misconception
def prior_ignored(mu_q, logvar_q, mu_p, logvar_p):
    """Your value is the KL to the standard normal: mu_p and logvar_p never enter.

    What should the KL be where q and p are equal?
    """
    return 0.5 * (mu_q**2 + logvar_q.exp() - logvar_q - 1).sum(1)


@kl_pair.misconception
def mean_over_dims(mu_q, logvar_q, mu_p, logvar_p):
    """You averaged over dimensions; the KLs of independent dimensions add up.

    Append a copy of every dimension to q and to p. What should become of the KL?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return 0.5 * (log_ratio.exp() - log_ratio + distance - 1).mean(1)


@kl_pair.misconception
def half_missing(mu_q, logvar_q, mu_p, logvar_p):
    """Your value is exactly twice the KL.

    Which factor stands in the exponent of a Gaussian?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return (log_ratio.exp() - log_ratio + distance - 1).sum(1)


@kl_pair.misconception
def minus_one_missing(mu_q, logvar_q, mu_p, logvar_p):
    """Your value is D/2 where q and p are equal; there is nothing to pay there.

    Which value does the ratio of the variances take for equal distributions?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return 0.5 * (log_ratio.exp() - log_ratio + distance).sum(1)


@kl_pair.misconception
def mean_unscaled(mu_q, logvar_q, mu_p, logvar_p):
    """Your squared distance between the means is not divided by any variance.

    Stretch both distributions tenfold. Should the KL change?
    """
    log_ratio = logvar_q - logvar_p
    return 0.5 * (log_ratio.exp() - log_ratio + (mu_q - mu_p) ** 2 - 1).sum(1)


@kl_pair.misconception
def logvar_as_logstd(mu_q, logvar_q, mu_p, logvar_p):
    """exp(logvar) is the variance already; you squared it again.

    For a standard deviation of 3, what is logvar?
    """
    log_ratio = 2 * (logvar_q - logvar_p)
    distance = (mu_q - mu_p) ** 2 * (-2 * logvar_p).exp()
    return 0.5 * (log_ratio.exp() - log_ratio + distance - 1).sum(1)


@kl_pair.misconception
def log_ratio_missing(mu_q, logvar_q, mu_p, logvar_p):
    """Your value lacks the logarithm of the ratio of the variances.

    What should the KL do as q shrinks to a point?
    """
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return 0.5 * ((logvar_q - logvar_p).exp() + distance - 1).sum(1)


@kl_pair.misconception
def log_ratio_not_halved(mu_q, logvar_q, mu_p, logvar_p):
    """Your log-ratio of the variances is counted twice: half of it is that of the deviations.

    What is log(sigma_p / sigma_q) in terms of the two logvars?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return (0.5 * (log_ratio.exp() + distance - 1) - log_ratio).sum(1)


@kl_pair.misconception
def mean_not_squared(mu_q, logvar_q, mu_p, logvar_p):
    """Your difference of the means enters without its square.

    Should it matter on which side of p's mean that of q lies?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) * (-logvar_p).exp()
    return 0.5 * (log_ratio.exp() - log_ratio + distance - 1).sum(1)


@kl_pair.misconception
def summed_over_batch(mu_q, logvar_q, mu_p, logvar_p):
    """You summed over the batch as well: one KL per example has to remain.

    Which dimension of mu_q numbers the examples?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return 0.5 * (log_ratio.exp() - log_ratio + distance - 1).sum()


@kl_pair.misconception
def averaged_over_batch(mu_q, logvar_q, mu_p, logvar_p):
    """You averaged over the batch already: one KL per example has to remain.

    Where in the training loop does the average over the batch belong?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return 0.5 * (log_ratio.exp() - log_ratio + distance - 1).sum(1).mean()


@kl_pair.misconception
def negated(mu_q, logvar_q, mu_p, logvar_p):
    """Your value is minus the KL: a divergence is never negative.

    The ELBO subtracts the KL. Where does that minus sign belong?
    """
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return -0.5 * (log_ratio.exp() - log_ratio + distance - 1).sum(1)


@kl_pair.misconception
def prior_detached(mu_q, logvar_q, mu_p, logvar_p):
    """Your values are right, but no gradient reaches p: a learned prior would never learn.

    Which lines of yours cut mu_p and logvar_p off?
    """
    mu_p, logvar_p = mu_p.detach(), logvar_p.detach()
    log_ratio = logvar_q - logvar_p
    distance = (mu_q - mu_p) ** 2 * (-logvar_p).exp()
    return 0.5 * (log_ratio.exp() - log_ratio + distance - 1).sum(1)
