"""Known wrong versions of hw03: a discrete sample, and two estimators compared."""

import torch
from torch.nn import functional as F

from . import compare, gumbel

# gumbel_softmax


def _straight_through(y, hard):
    """y itself, or its one-hot argmax with y's gradient."""
    if not hard:
        return y
    one_hot = torch.zeros_like(y).scatter_(-1, y.argmax(-1, keepdim=True), 1.0)
    return one_hot - y.detach() + y


@gumbel.misconception
def gumbel_sign(logits, u, tau, hard=False):
    """Your noise is flipped, its long tail points down: which sign does g have for u near 1?"""
    return _straight_through(torch.softmax((logits + torch.log(-torch.log(u))) / tau, -1), hard)


@gumbel.misconception
def temperature_on_noise_only(logits, u, tau, hard=False):
    """You divided only the noise by tau, which changes which class wins: what should tau act on?"""
    return _straight_through(torch.softmax(logits - torch.log(-torch.log(u)) / tau, -1), hard)


@gumbel.misconception
def no_noise(logits, u, tau, hard=False):
    """Different u give you identical outputs: where is something being sampled?"""
    return _straight_through(torch.softmax(logits / tau + 0 * u, -1), hard)


@gumbel.misconception
def hard_gradient_lost(logits, u, tau, hard=False):
    """Your one-hot values are right but carry no gradient: how could backward see the soft ones?

    Try this: which expression equals the one-hot vector but differentiates like y?
    """
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)
    return F.one_hot(y.argmax(-1), y.shape[-1]).to(y.dtype) if hard else y


@gumbel.misconception
def uniform_as_noise(logits, u, tau, hard=False):
    """You added u itself: for which noise is the argmax an exact categorical sample?"""
    return _straight_through(torch.softmax((logits + u) / tau, -1), hard)


@gumbel.misconception
def naive_softmax(logits, u, tau, hard=False):
    """Your exp overflows where logits / tau is large: what may be subtracted before it?

    Try this: which shift of all logits leaves a softmax unchanged?
    """
    weight = torch.exp((logits - torch.log(-torch.log(u))) / tau)
    return _straight_through(weight / weight.sum(-1, keepdim=True), hard)


@gumbel.misconception
def multiplied_by_tau(logits, u, tau, hard=False):
    """Your samples get sharper as tau grows: should a high temperature do that?"""
    return _straight_through(torch.softmax((logits - torch.log(-torch.log(u))) * tau, -1), hard)


@gumbel.misconception
def softmax_over_the_first_dimension(logits, u, tau, hard=False):
    """Your columns sum to 1 instead of your rows: which dimension holds the classes?"""
    return _straight_through(torch.softmax((logits - torch.log(-torch.log(u))) / tau, 0), hard)


@gumbel.misconception
def hard_ignored(logits, u, tau, hard=False):
    """With hard=True you still return the soft sample: what should its forward values be?"""
    return torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)


@gumbel.misconception
def mirrored_uniform(logits, u, tau, hard=False):
    """You used 1 - u for u: the distribution is right, but the question fixes g = -log(-log u)."""
    y = torch.softmax((logits - torch.log(-torch.log1p(-u))) / tau, -1)
    return _straight_through(y, hard)


@gumbel.misconception
def straight_through_the_logits(logits, u, tau, hard=False):
    """Your hard gradient skips the softmax: which soft values should it pass through?"""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)
    if not hard:
        return y
    return F.one_hot(y.argmax(-1), y.shape[-1]).to(y.dtype) - logits.detach() + logits


@gumbel.misconception
def hard_gradient_zero(logits, u, tau, hard=False):
    """Your one-hot values are right but their gradient is zero: what should backward see?

    Try this: which expression equals the one-hot vector but differentiates like y?
    """
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)
    return F.one_hot(y.argmax(-1), y.shape[-1]).to(y.dtype) + 0 * y if hard else y


@gumbel.misconception
def number_added_inside_the_logs(logits, u, tau, hard=False):
    """You keep u or a logarithm away from its ends, which bends the noise there.

    Try this: u lies strictly between 0 and 1; which logarithm could then fail?
    """
    y = torch.softmax((logits - torch.log(-torch.log(u + 1e-10) + 1e-10)) / tau, -1)
    return _straight_through(y, hard)


@gumbel.misconception
def temperature_on_logits_only(logits, u, tau, hard=False):
    """You divided the logits by tau but not the noise: what should the temperature act on?"""
    return _straight_through(torch.softmax(logits / tau - torch.log(-torch.log(u)), -1), hard)


@gumbel.misconception
def soft_noise_not_divided(logits, u, tau, hard=False):
    """Your hard choice is right, but the soft y divides the logits by tau and not the noise.

    Try this: for a very large tau, what should every y be close to?
    """
    g = -torch.log(-torch.log(u))
    y = torch.softmax(logits / tau + g, -1)
    one_hot = F.one_hot((logits + g).argmax(-1), y.shape[-1]).to(y.dtype)
    return one_hot - y.detach() + y if hard else y


@gumbel.misconception
def softmax_over_dimension_one(logits, u, tau, hard=False):
    """You normalise over dimension 1: which one is the last of three dimensions?"""
    scores = logits - torch.log(-torch.log(u))
    dim = min(1, logits.ndim - 1)
    y = torch.softmax(scores / tau, dim)
    one_hot = torch.zeros_like(y).scatter_(dim, scores.argmax(dim, keepdim=True), 1.0)
    return one_hot - y.detach() + y if hard else y


@gumbel.misconception
def one_logarithm_only(logits, u, tau, hard=False):
    """Your noise is -log u, which is exponential: what turns it into Gumbel noise?"""
    return _straight_through(torch.softmax((logits - torch.log(u)) / tau, -1), hard)


@gumbel.misconception
def hard_choice_without_noise(logits, u, tau, hard=False):
    """With hard=True you pick the largest logit, whatever u is: where does chance come in?"""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)
    one_hot = F.one_hot(logits.argmax(-1), y.shape[-1]).to(y.dtype)
    return one_hot - y.detach() + y if hard else y


# compare_estimators


def _estimators(f, mu, sigma, eps):
    """Single-sample gradients of both estimators, f's values, and z - mu."""
    z = (mu + sigma * eps).detach().requires_grad_()
    values = f(z)
    path = torch.autograd.grad(values.sum(), z)[0]
    values = values.detach()
    return path, values * eps / sigma, values


def _table(path, score):
    return torch.stack([torch.stack([row.mean(), row.var()]) for row in (path, score)])


@compare.misconception
def biased_variance(f, mu, sigma, eps):
    """Your variances divide by n: which divisor makes a small sample's variance unbiased?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    rows = [torch.stack([row.mean(), row.var(unbiased=False)]) for row in (path, score)]
    return torch.stack(rows)


@compare.misconception
def variance_of_mean(f, mu, sigma, eps):
    """Your variances are those of the averaged gradient: the table asks for single samples."""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(path, score) / torch.stack([torch.ones_like(mu), torch.full_like(mu, len(eps))])


@compare.misconception
def std_not_variance(f, mu, sigma, eps):
    """Your column 1 holds standard deviations: which power of the spread is asked for?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return torch.stack([torch.stack([row.mean(), row.std()]) for row in (path, score)])


@compare.misconception
def score_is_eps(f, mu, sigma, eps):
    """You took eps as the score of mu: how does the score scale when sigma changes?"""
    path, _, values = _estimators(f, mu, sigma, eps)
    return _table(path, values * eps)


@compare.misconception
def score_eps_over_var(f, mu, sigma, eps):
    """Your score is eps / sigma^2: how many powers of sigma are left after z - mu = sigma eps?"""
    path, _, values = _estimators(f, mu, sigma, eps)
    return _table(path, values * eps / sigma**2)


@compare.misconception
def score_weighted_by_derivative(f, mu, sigma, eps):
    """You weighted the score by f'(z): what stands there if f cannot be differentiated?"""
    path, _, _ = _estimators(f, mu, sigma, eps)
    return _table(path, path * eps / sigma)


@compare.misconception
def rows_swapped(f, mu, sigma, eps):
    """Your two rows are exchanged: which estimator does the contract put first?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(score, path)


@compare.misconception
def columns_swapped(f, mu, sigma, eps):
    """Your table is transposed: do rows hold estimators or statistics?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(path, score).T.contiguous()


@compare.misconception
def baseline_sneaked_in(f, mu, sigma, eps):
    """You subtracted the mean of f: a good idea, but this comparison is without a baseline."""
    path, _, values = _estimators(f, mu, sigma, eps)
    return _table(path, (values - values.mean()) * eps / sigma)


@compare.misconception
def derivative_at_the_mean(f, mu, sigma, eps):
    """Your pathwise gradients are all the same: at which points is f' taken?"""
    at_mean, _, _ = _estimators(f, mu, sigma, torch.zeros_like(eps))
    _, score, _ = _estimators(f, mu, sigma, eps)
    return _table(at_mean, score)


@compare.misconception
def second_moment(f, mu, sigma, eps):
    """Your column 1 holds mean squares: from which value are deviations measured in a variance?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    rows = [torch.stack([row.mean(), (row**2).sum() / (len(eps) - 1)]) for row in (path, score)]
    return torch.stack(rows)


@compare.misconception
def gradient_for_the_noise(f, mu, sigma, eps):
    """Your pathwise gradients are those for eps, larger by a factor sigma: what is dz/dmu?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(path * sigma, score)


@compare.misconception
def sigma_as_variance(f, mu, sigma, eps):
    """You took the root of sigma, which is a standard deviation already."""
    path, score, _ = _estimators(f, mu, sigma.sqrt(), eps)
    return _table(path, score)


@compare.misconception
def score_sign(f, mu, sigma, eps):
    """Your score has the opposite sign: does log q rise or fall as mu moves towards z?"""
    path, score, _ = _estimators(f, mu, sigma, eps)
    return _table(path, -score)


@gumbel.misconception
def hard_by_rounding(logits, u, tau, hard=False):
    """You round the soft vector: where no class exceeds one half, your hard one is all zeros."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, -1)
    return y.round() + y - y.detach() if hard else y


from . import misconceptions_covariance  # noqa: E402, F401 - registers the last question's
