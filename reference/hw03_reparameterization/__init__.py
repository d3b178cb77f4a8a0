"""What is trusted about hw03: questions, public examples, and references by an independent route.

The solutions use closed forms and autograd; the references use finite differences, SciPy's
distributions and the covariance matrix.
"""

import math
import statistics

import numpy as np
import torch
from scipy import special, stats

from autograder.assignment import Assignment, fixture

assignment = Assignment("hw03_reparameterization", title="Gradients through randomness")

_STEP = 1e-3
_STENCIL = ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12))
"""Central difference of fourth order: with a step of 1e-3 its error is near 1e-12."""


def _difference(function, step):
    """Slope at 0 of a function of one number, which may return an array."""
    return sum(weight * function(k * step) for k, weight in _STENCIL) / step


reparameterize = assignment.question(
    "reparameterize",
    points=10,
    title="The reparameterization trick with log-variance",
    lecture=("data", "Useful notations"),
)
reparameterize.example(mu=[1.0, 1.0], logvar=[0.0, math.log(4)], eps=[1.0, -1.0])


@reparameterize.validate
def _(mu, logvar, eps):
    if not mu.shape == logvar.shape == eps.shape:
        raise ValueError("mu, logvar and eps must have one shape")
    if (logvar.isnan() | (logvar == math.inf)).any():
        raise ValueError("logvar must not be NaN or +inf")


@reparameterize.reference
def _(mu, logvar, eps):
    sigma = [math.sqrt(math.exp(v)) for v in logvar.flatten().tolist()]
    return mu + torch.tensor(sigma, dtype=torch.float64).reshape(mu.shape) * eps


pathwise = assignment.question(
    "pathwise_grad",
    points=14,
    title="Gradient of an expectation through the sample",
    lecture=("data", "Variational AutoEncoders for Data Generation"),
)
pathwise.example(f=fixture("sum_of_squares"), mu=[1.0], logvar=[0.0], eps=[[2.0]])


@pathwise.validate
def _(f, mu, logvar, eps):
    if mu.ndim != 1 or logvar.shape != mu.shape:
        raise ValueError("mu and logvar must both be (D,)")
    if eps.ndim != 2 or eps.shape[1] != len(mu) or len(eps) == 0:
        raise ValueError("eps must be (n, D) with n >= 1")


@pathwise.reference
def _(f, mu, logvar, eps):
    def average(mean, log_variance):
        return f(mean + log_variance.exp().sqrt() * eps).mean()

    axes = torch.eye(len(mu), dtype=torch.float64)
    return (
        torch.stack([_difference(lambda h, e=e: average(mu + h * e, logvar), _STEP) for e in axes]),
        torch.stack([_difference(lambda h, e=e: average(mu, logvar + h * e), _STEP) for e in axes]),
    )


score = assignment.question(
    "score_function_grad", points=18, title="Score-function (REINFORCE) gradient"
)
score.example(fz=[1.0, 3.0], z=[[1.0], [-1.0]], mu=[0.0], logvar=[0.0], baseline=1.0)


@score.validate
def _(fz, z, mu, logvar, baseline=0.0):
    if mu.ndim != 1 or logvar.shape != mu.shape:
        raise ValueError("mu and logvar must both be (D,)")
    if z.ndim != 2 or z.shape[1] != len(mu) or len(z) == 0:
        raise ValueError("z must be (n, D) with n >= 1")
    if fz.shape != (len(z),):
        raise ValueError("fz must be (n,)")
    if not logvar.isfinite().all():
        raise ValueError("logvar must be finite")


@score.reference
def _(fz, z, mu, logvar, baseline=0.0):
    weight = (fz - baseline).numpy()[:, None]
    z, mu, logvar = z.numpy(), mu.numpy(), logvar.numpy()
    sigma = np.exp(logvar / 2)

    def surrogate(standard_shift, log_shift):
        scale = sigma * math.exp(log_shift / 2)
        return (weight * stats.norm.logpdf(z, mu + standard_shift * sigma, scale)).mean(axis=0)

    return (
        torch.as_tensor(_difference(lambda h: surrogate(h, 0.0), _STEP) / sigma),
        torch.as_tensor(_difference(lambda h: surrogate(0.0, h), _STEP)),
    )


gumbel = assignment.question(
    "gumbel_softmax", points=20, title="Gumbel-softmax: reparameterizing a discrete choice"
)
gumbel.example(logits=[0.5, 0.2, 1.0], u=[0.3, 0.9, 0.5], tau=0.5, hard=False)


@gumbel.validate
def _(logits, u, tau, hard=False):
    if logits.shape != u.shape:
        raise ValueError("logits and u must have one shape")
    if not tau > 0:
        raise ValueError("tau must be positive")
    if not ((u > 0) & (u < 1)).all():
        raise ValueError("u must lie strictly between 0 and 1")


def _perturbed(logits, u):
    return logits.numpy() + stats.gumbel_r.ppf(u.numpy())


@gumbel.surrogate
def _(logits, u, tau, hard=False):
    return torch.as_tensor(special.softmax(_perturbed(logits, u) / tau, axis=-1))


@gumbel.reference
def _(logits, u, tau, hard=False):
    scores = _perturbed(logits, u)
    if hard:
        return torch.as_tensor(np.eye(scores.shape[-1])[scores.argmax(axis=-1)])
    return torch.as_tensor(special.softmax(scores / tau, axis=-1))


compare = assignment.question(
    "compare_estimators", points=18, title="Same gradient, very different noise"
)
compare.example(f=fixture("square"), mu=1.0, sigma=2.0, eps=[1.0, -1.0, 0.5])


@compare.validate
def _(f, mu, sigma, eps):
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    if len(eps) < 2:
        raise ValueError("a sample variance needs n >= 2")


@compare.reference
def _(f, mu, sigma, eps):
    z = mu + sigma * eps
    path = _difference(lambda h: f(z + h), _STEP).tolist()
    score_values = (f(z) * eps / sigma).tolist()
    table = [[statistics.fmean(row), statistics.variance(row)] for row in (path, score_values)]
    return torch.tensor(table, dtype=torch.float64)


full_cov = assignment.question(
    "reparam_full_cov",
    points=20,
    title="Reparameterizing a full-covariance posterior",
    lecture=("data", "Multivariate Gaussian"),
)
full_cov.example(mu=[[0.0, 1.0]], raw=[[[0.0, 9.0], [2.0, 1.0]]], eps=[[1.0, -1.0]])


@full_cov.validate
def _(mu, raw, eps):
    if mu.ndim != 2 or eps.shape != mu.shape:
        raise ValueError("mu and eps must both be (B, D)")
    if raw.shape != (*mu.shape, mu.shape[1]):
        raise ValueError("raw must be (B, D, D)")


@full_cov.reference
def _(mu, raw, eps):
    mu, raw, eps = mu.numpy(), raw.numpy(), eps.numpy()
    dims = np.arange(mu.shape[1])
    factor = np.tril(raw, -1)
    factor[:, dims, dims] = np.logaddexp(0.0, raw[:, dims, dims])
    away = np.einsum("bij,bj->bi", factor, eps)[..., None]  # z - mu, before z is rounded
    z = mu + away[..., 0]
    # The density of N(mu, L L^T) at z, as if nothing were known of eps.
    covariance = factor @ factor.transpose(0, 2, 1)
    distance = (away * np.linalg.solve(covariance, away)).sum(axis=(1, 2))
    volume = np.linalg.slogdet(2 * math.pi * covariance)[1]
    return torch.as_tensor(z), torch.as_tensor(-0.5 * (distance + volume))
