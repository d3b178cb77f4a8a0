"""HW 2: Bayes' rule, from a table of hypotheses to learned generative classifiers."""

import math
from fractions import Fraction

import numpy as np
import torch
from scipy.stats import multivariate_normal, norm

from autograder.assignment import Assignment

assignment = Assignment("hw02_bayes", title="Bayes' rule, and what a generative model knows")

evidence = assignment.question(
    "log_evidence", points=10, title="The evidence, in log space", lecture=("data", "Bayes Rule")
)
posterior = assignment.question(
    "log_posterior", points=12, title="Bayes' rule, in log space", lecture=("data", "Bayes Rule")
)
conjugate = assignment.question(
    "gaussian_posterior", points=16, title="A belief about a number", lecture=("data", "Bayes Rule")
)
classifier = assignment.question(
    "gnb_log_posterior",
    points=18,
    title="A classifier out of a generative model",
    lecture=("data", "Discriminative v/s Generative models"),
)
logistic = assignment.question(
    "lda_to_logistic",
    points=20,
    title="Logistic regression, hidden in two Gaussians",
    lecture=("overview", "Discriminative Versus Generative Modeling"),
)
counting = assignment.question(
    "fit_bernoulli_nb",
    points=24,
    title="Learning p(x, y) by counting",
    lecture=("overview", "Discriminative Versus Generative Modeling"),
)

LOG2 = math.log(2)

evidence.example(
    log_prior=[-LOG2, -LOG2],
    log_lik=[[math.log(0.9), math.log(0.1)], [math.log(0.2), math.log(0.4)]],
)
posterior.example(
    log_prior=[math.log(0.99), math.log(0.01)],
    log_lik=[[math.log(0.05), math.log(0.95)], [math.log(0.95), math.log(0.05)]],
)
conjugate.example(mu0=0.0, var0=1.0, x=[2.0], var=1.0)
classifier.example(
    x=[[0.0], [3.0]], log_prior=[-LOG2, -LOG2], means=[[0.0], [2.0]], variances=[[1.0], [4.0]]
)
logistic.example(prior1=0.5, mu0=[0.0], mu1=[2.0], cov=[[4.0]])
counting.example(
    X=[[1.0, 0.0], [1.0, 1.0], [0.0, 0.0], [0.0, 1.0]], y=[0, 0, 0, 1], num_classes=2, alpha=1.0
)


# Evidence and posterior: one row at a time in Python floats, the largest term taken out, fsum.


def _log_sum(terms):
    top = max(terms)
    if top == -math.inf:
        return -math.inf
    return top + math.log(math.fsum(math.exp(term - top) for term in terms))


def _joint(log_prior, log_lik):
    prior = log_prior.tolist()
    return [[p + q for p, q in zip(prior, row, strict=True)] for row in log_lik.tolist()]


def _bayes(rows):
    totals = [_log_sum(row) for row in rows]
    table = [[term - total for term in row] for row, total in zip(rows, totals, strict=True)]
    return torch.tensor(table, dtype=torch.float64)


def _need_log_table(log_prior, log_lik):
    if log_prior.ndim != 1 or log_lik.ndim != 2 or log_prior.shape != log_lik.shape[1:]:
        raise ValueError("shapes (K,) and (N, K)")
    for values in (log_prior, log_lik):
        if bool((values.isnan() | values.isposinf()).any()):
            raise ValueError("NaN or +inf")


@evidence.validate
def _(log_prior, log_lik):
    _need_log_table(log_prior, log_lik)


@evidence.reference
def _(log_prior, log_lik):
    totals = [_log_sum(row) for row in _joint(log_prior, log_lik)]
    return torch.tensor(totals, dtype=torch.float64)


@posterior.validate
def _(log_prior, log_lik):
    _need_log_table(log_prior, log_lik)
    if bool((log_prior + log_lik).isneginf().all(1).any()):
        raise ValueError("evidence 0")


@posterior.reference
def _(log_prior, log_lik):
    return _bayes(_joint(log_prior, log_lik))


# Gaussian posterior: prior times likelihood on a grid, normalised numerically.


@conjugate.validate
def _(mu0, var0, x, var):
    if not all(math.isfinite(number) for number in (mu0, var0, var)) or min(var0, var) <= 0:
        raise ValueError("mu0, var0, var")
    if x.ndim != 1 or not bool(x.isfinite().all()):
        raise ValueError("x")


@conjugate.reference
def _(mu0, var0, x, var):
    data = x.numpy()
    # The posterior lies between the prior's mean and the data's, and is narrower than either; the
    # trapezoid rule on a Gaussian out to 14 standard deviations with 6 steps each is exact.
    centres = [mu0, float(data.mean()) if data.size else mu0]
    width = math.sqrt(min(var0, var / data.size) if data.size else var0)
    low, high = min(centres) - 14 * width, max(centres) + 14 * width
    theta = np.linspace(low, high, math.ceil(6 * math.sqrt(2) * (high - low) / width))
    log_joint = -((theta - mu0) ** 2) / (2 * var0)
    log_joint -= ((data[:, None] - theta) ** 2).sum(0) / (2 * var)
    weight = np.exp(log_joint - log_joint.max())
    weight /= weight.sum()
    mean = (weight * theta).sum()
    variance = (weight * (theta - mean) ** 2).sum()
    return torch.tensor(mean), torch.tensor(variance)


# Classifier: SciPy's normal density and the Bayes table from above.


@classifier.validate
def _(x, log_prior, means, variances):
    if x.ndim != 2 or log_prior.ndim != 1:
        raise ValueError("shapes (N, D) and (K,)")
    if not means.shape == variances.shape == (len(log_prior), x.shape[1]):
        raise ValueError("shapes (K, D)")
    if bool((variances <= 0).any()):
        raise ValueError("variances")


@classifier.reference
def _(x, log_prior, means, variances):
    log_density = norm.logpdf(x.numpy()[:, None], means.numpy(), np.sqrt(variances.numpy()))
    return _bayes(_joint(log_prior, torch.tensor(log_density.sum(-1))))


# Logistic: the log ratio of the two joint densities at the origin and at the unit vectors.


@logistic.validate
def _(prior1, mu0, mu1, cov):
    if not 0 < prior1 < 1:
        raise ValueError("prior1")
    if mu0.ndim != 1 or mu1.shape != mu0.shape or cov.shape != (len(mu0), len(mu0)):
        raise ValueError("shapes (D,), (D,) and (D, D)")
    if bool((cov - cov.T).abs().max() > 1e-3 * cov.abs().max()):
        raise ValueError("asymmetric")
    if bool((torch.linalg.eigvalsh(cov) <= 0).any()):
        raise ValueError("not positive definite")


@logistic.reference
def _(prior1, mu0, mu1, cov):
    points = np.vstack([np.zeros(len(mu0)), np.eye(len(mu0))])
    log_p1 = multivariate_normal(mu1.numpy(), cov.numpy()).logpdf(points)
    log_p0 = multivariate_normal(mu0.numpy(), cov.numpy()).logpdf(points)
    logit = np.atleast_1d(log_p1 - log_p0) + (math.log(prior1) - math.log1p(-prior1))
    return torch.tensor(logit[1:] - logit[0]), torch.tensor(logit[0])


# Counting: exact fractions, one logarithm at the end.


@counting.validate
def _(X, y, num_classes, alpha):
    if len(X) != len(y) or len(X) == 0:
        raise ValueError("lengths")
    if not bool(((X == 0) | (X == 1)).all()):
        raise ValueError("not binary")
    if bool(((y < 0) | (y >= num_classes)).any()):
        raise ValueError("labels")
    if alpha <= 0:
        raise ValueError("alpha")


@counting.reference
def _(X, y, num_classes, alpha):
    rows = [[int(value) for value in row] for row in X.tolist()]
    members = [
        [row for row, label in zip(rows, y.tolist(), strict=True) if label == k]
        for k in range(num_classes)
    ]
    smoothing = Fraction(alpha)
    log_prior = [math.log(len(group) / len(rows)) if group else -math.inf for group in members]
    log_theta = [
        [
            math.log((sum(row[d] for row in group) + smoothing) / (len(group) + 2 * smoothing))
            for d in range(X.shape[1])
        ]
        for group in members
    ]
    return (
        torch.tensor(log_prior, dtype=torch.float64),
        torch.tensor(log_theta, dtype=torch.float64),
    )
