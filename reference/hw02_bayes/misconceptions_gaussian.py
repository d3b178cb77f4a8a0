"""What students get wrong about a Gaussian's mean and about LDA, and what they then read."""

import math

import torch

from . import conjugate, logistic

# gaussian_posterior


def _scalar(number, x):
    return torch.tensor(number, dtype=x.dtype)


@conjugate.misconception
def plain_average(mu0, var0, x, var):
    """You trust prior and data equally; their weights follow their precisions, and n.

    Try this: with a thousand observations, how much should the prior's mean still matter?
    """
    variance = 1 / (1 / var0 + len(x) / var)
    return (mu0 + x.mean()) / 2, _scalar(variance, x)


@conjugate.misconception
def variances_add(mu0, var0, x, var):
    """Your uncertainty grew after seeing data: what adds, variances or their inverses?"""
    weight = 1 / (1 / var0 + len(x) / var)
    mean = weight * (mu0 / var0 + x.sum() / var)
    return mean, _scalar(var0 + var / max(len(x), 1), x)


@conjugate.misconception
def std_as_variance(mu0, var0, x, var):
    """You squared var0 and var, which are variances already.

    Try this: in which unit does x come, and in which var?
    """
    variance = 1 / (1 / var0**2 + len(x) / var**2)
    mean = variance * (mu0 / var0**2 + x.sum() / var**2)
    return mean, _scalar(variance, x)


@conjugate.misconception
def predictive_variance(mu0, var0, x, var):
    """Your variance is that of the next observation; the question asks about theta.

    Try this: with more and more data, towards which number should the variance go?
    """
    variance = 1 / (1 / var0 + len(x) / var)
    mean = variance * (mu0 / var0 + x.sum() / var)
    return mean, _scalar(variance + var, x)


@conjugate.misconception
def maximum_likelihood(mu0, var0, x, var):
    """The prior plays no role in your answer, which is the maximum-likelihood one.

    Try this: what does it say without any data, and what should it say?
    """
    return x.mean(), _scalar(var / max(len(x), 1), x)


@conjugate.misconception
def counts_data_once(mu0, var0, x, var):
    """You counted all the data as one observation: n independent ones bring n precisions.

    Try this: should the variance stay the same when ten observations become a thousand?
    """
    variance = 1 / (1 / var0 + 1 / var)
    mean = variance * (mu0 / var0 + x.mean() / var)
    return mean, _scalar(variance, x)


@conjugate.misconception
def mean_for_sum(mu0, var0, x, var):
    """Your posterior mean counts the data once, your variance n times.

    Try this: with a thousand observations near 3, where should the posterior mean lie?
    """
    variance = 1 / (1 / var0 + len(x) / var)
    return variance * (mu0 / var0 + x.mean() / var), _scalar(variance, x)


@conjugate.misconception
def returns_std(mu0, var0, x, var):
    """Your second value is a standard deviation; the question asks for a variance."""
    variance = 1 / (1 / var0 + len(x) / var)
    mean = variance * (mu0 / var0 + x.sum() / var)
    return mean, _scalar(math.sqrt(variance), x)


@conjugate.misconception
def returns_precision(mu0, var0, x, var):
    """Your second value grows with every observation: it is a precision, not a variance."""
    precision = 1 / var0 + len(x) / var
    mean = (mu0 / var0 + x.sum() / var) / precision
    return mean, _scalar(precision, x)


@conjugate.misconception
def weights_swapped(mu0, var0, x, var):
    """You gave the prior the weight of the data, and the data that of the prior.

    Try this: if the prior is almost certain, whose mean should the posterior keep?
    """
    n = max(len(x), 1)
    weight = var0 / (var0 + var / n)
    mean = weight * mu0 + (1 - weight) * x.sum() / n
    return mean, _scalar(1 / (1 / var0 + len(x) / var), x)


@conjugate.misconception
def mean_of_nothing(mu0, var0, x, var):
    """Without observations your mean is NaN: there is no average of nothing.

    Try this: what are the sum and the mean of an empty tensor?
    """
    variance = 1 / (1 / var0 + len(x) / var)
    mean = variance * (mu0 / var0 + len(x) * x.mean() / var)
    return mean, _scalar(variance, x)


@conjugate.misconception
def precision_of_one_measurement(mu0, var0, x, var):
    """Your mean adds up n observations, but your variance counts one: n is missing in it.

    Try this: with a thousand observations near 3, where does your posterior mean lie?
    """
    variance = 1 / (1 / var0 + 1 / var)
    return variance * (mu0 / var0 + x.sum() / var), _scalar(variance, x)


@conjugate.misconception
def prior_mean_not_weighted(mu0, var0, x, var):
    """You add mu0 to the sum without its precision, so that a firm prior counts as little.

    Try this: without any data, which mean does your formula give?
    """
    variance = 1 / (1 / var0 + len(x) / var)
    return variance * (mu0 + x.sum() / var), _scalar(variance, x)


@conjugate.misconception
def deviations_scaled(mu0, var0, x, var):
    """You use roots of the variances: precisions are inverse variances, not inverse deviations.

    Try this: if every variance is four times as large, by what should your variance grow?
    """
    variance = 1 / (1 / math.sqrt(var0) + len(x) / math.sqrt(var))
    mean = variance * (mu0 / math.sqrt(var0) + x.sum() / math.sqrt(var))
    return mean, _scalar(variance, x)


# lda_to_logistic


@logistic.misconception
def inverse_forgotten(prior1, mu0, mu1, cov):
    """You multiplied by the covariance, so directions of large variance count most.

    Try this: is a difference of 1 more telling in a feature that varies a lot, or a little?
    """
    b = -0.5 * (mu1 + mu0) @ cov @ (mu1 - mu0) + math.log(prior1 / (1 - prior1))
    return cov @ (mu1 - mu0), b


@logistic.misconception
def prior_not_odds(prior1, mu0, mu1, cov):
    """You added log prior1 alone; both classes' priors enter a log ratio.

    Try this: with equally likely classes, what should the prior contribute?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, -0.5 * (mu1 + mu0) @ w + math.log(prior1)


@logistic.misconception
def quadratic_term_dropped(prior1, mu0, mu1, cov):
    """Your b holds the log odds alone, so your boundary ignores where the means lie.

    Try this: with equal priors, what should the logit be halfway between the two means?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, torch.tensor(math.log(prior1 / (1 - prior1)), dtype=mu0.dtype)


@logistic.misconception
def diagonal_covariance(prior1, mu0, mu1, cov):
    """You used the variances only, but correlations tilt the boundary.

    Try this: if two features always move together, do they bring twice the evidence of one?
    """
    w = (mu1 - mu0) / cov.diagonal()
    return w, -0.5 * (mu1 + mu0) @ w + math.log(prior1 / (1 - prior1))


@logistic.misconception
def half_forgotten(prior1, mu0, mu1, cov):
    """Your boundary passes through the sum of the means, not halfway between them.

    Try this: which factor turns a sum of two points into their midpoint?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, -(mu1 + mu0) @ w + math.log(prior1 / (1 - prior1))


@logistic.misconception
def logit_of_class_0(prior1, mu0, mu1, cov):
    """You return the logit of class 0: both of your values have the opposite sign.

    Try this: at mu1, should the logit be positive or negative?
    """
    w = torch.linalg.solve(cov, mu0 - mu1)
    return w, -0.5 * (mu0 + mu1) @ w + math.log((1 - prior1) / prior1)


@logistic.misconception
def prior_left_out(prior1, mu0, mu1, cov):
    """Your b is that of equally likely classes: prior1 plays no role in it.

    Try this: with equal means, what should decide between the classes?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, -0.5 * (mu1 + mu0) @ w


@logistic.misconception
def odds_upside_down(prior1, mu0, mu1, cov):
    """A more frequent class 1 makes your logit smaller: your odds are those of class 0.

    Try this: if almost everyone is in class 1, which sign should b take?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, -0.5 * (mu1 + mu0) @ w + math.log((1 - prior1) / prior1)


@logistic.misconception
def quadratic_sign_flipped(prior1, mu0, mu1, cov):
    """Your boundary lies on the far side of the origin: check the sign of the quadratic terms.

    Try this: with equal priors, what is your logit halfway between the two means?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, 0.5 * (mu1 + mu0) @ w + math.log(prior1 / (1 - prior1))


@logistic.misconception
def odds_not_logged(prior1, mu0, mu1, cov):
    """You added the odds of class 1; a logit is a sum of logs, and takes their log."""
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, -0.5 * (mu1 + mu0) @ w + prior1 / (1 - prior1)


@logistic.misconception
def half_the_distance(prior1, mu0, mu1, cov):
    """Your b uses half the difference of the means: a boundary passes through their midpoint.

    Try this: move both means by the same vector. Should b stay as it is?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, -0.5 * (mu1 - mu0) @ w + math.log(prior1 / (1 - prior1))


@logistic.misconception
def prior_kept_from_the_ends(prior1, mu0, mu1, cov):
    """You keep prior1 away from 0, and so change the bias of a very rare class.

    Try this: which step does a small prior1 endanger, if it is not 0 itself?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    p = min(max(prior1, 1e-6), 1 - 1e-6)
    return w, -0.5 * (mu1 + mu0) @ w + math.log(p / (1 - p))


@logistic.misconception
def covariance_missing_in_the_bias(prior1, mu0, mu1, cov):
    """Your weights use the covariance but your bias does not.

    Try this: with equal priors, what is your logit halfway between the two means?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return w, -0.5 * (mu1 @ mu1 - mu0 @ mu0) + math.log(prior1 / (1 - prior1))


@logistic.misconception
def half_a_solve(prior1, mu0, mu1, cov):
    """You solved with the Cholesky factor once; cov is that factor times its transpose.

    Try this: what is cov @ w for your w?
    """
    factor, apart = torch.linalg.cholesky(cov), (mu1 - mu0)[:, None]
    w = torch.linalg.solve_triangular(factor, apart, upper=False)[:, 0]
    return w, -0.5 * (mu1 + mu0) @ w + math.log(prior1 / (1 - prior1))


@logistic.misconception
def weights_of_class_0(prior1, mu0, mu1, cov):
    """Your weights point towards class 0, although your b is that of class 1.

    Try this: at mu1, should the logit be positive or negative?
    """
    w = torch.linalg.solve(cov, mu1 - mu0)
    return -w, -0.5 * (mu1 + mu0) @ w + math.log(prior1 / (1 - prior1))


@logistic.misconception
def unit_length(prior1, mu0, mu1, cov):
    """You scale w to length 1: the boundary stays, but sigmoid(w.x + b) is no longer p(y = 1 | x).

    Try this: how steep is the logit when the two means are far apart?"""
    w = torch.linalg.solve(cov, mu1 - mu0)
    b = -0.5 * (mu1 + mu0) @ w + math.log(prior1 / (1 - prior1))
    return w / w.norm(), b / w.norm()
