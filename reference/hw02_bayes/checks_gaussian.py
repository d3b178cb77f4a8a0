"""Hidden checks on Gaussians: the posterior of a mean, and logistic regression from two of them."""

import math

import torch

from autograder.assignment import expect

from . import conjugate, logistic

TEN = "as exact as values below 10 have to be: 1e-6 of each"
INF = math.inf
NAN = math.nan


# gaussian_posterior


def _number(draw, low, high):
    return float(draw.uniform(low=low, high=high))


def _belief(draw):
    """A prior (mu0, var0) and an observation variance, none of them near 1 or each other."""
    return _number(draw, -2, 2), _number(draw, 1.5, 3), _number(draw, 0.3, 0.7)


@conjugate.check("value")
def weighs_prior_against_data(impl, draw):
    """Mean and variance of the posterior, from variances, for a handful of observations."""
    mu0, var0, var = _belief(draw)
    return impl.gaussian_posterior(mu0, var0, draw.normal(6, mean=3.0), var)


conjugate.float32(weighs_prior_against_data)


@conjugate.check("value")
def holds_on_to_a_strong_prior(impl, draw):
    """A prior far more certain than the data hardly moves."""
    mu0, var0, var = _number(draw, -2, 2), _number(draw, 0.01, 0.02), _number(draw, 2, 4)
    return impl.gaussian_posterior(mu0, var0, draw.normal(5, mean=3.0), var)


@conjugate.check("value")
def follows_many_observations(impl, draw):
    """Hundreds of observations outweigh the prior."""
    mu0, var0, var = _belief(draw)
    return impl.gaussian_posterior(mu0, var0, draw.normal(400, mean=3.0), var)


@conjugate.check("property")
def ignores_the_order_of_the_data(impl, draw):
    """The order in which the observations come makes no difference."""
    (mu0, var0, var), x, order = _belief(draw), draw.normal(7, mean=3.0), draw.permutation(7)
    one = impl.gaussian_posterior(mu0, var0, x, var)
    other = impl.gaussian_posterior(mu0, var0, x[order], var)
    same = [expect.close(a, b, atol=1e-5, why=TEN) for a, b in zip(one, other, strict=True)]
    return one, same


@conjugate.check("property")
def moves_with_the_origin(impl, draw):
    """Measured from another origin, the mean moves along and the variance stays."""
    (mu0, var0, var), x, c = _belief(draw), draw.normal(4), _number(draw, 2, 4)
    mean, variance = impl.gaussian_posterior(mu0, var0, x, var)
    moved, unmoved = impl.gaussian_posterior(mu0 + c, var0, x + c, var)
    return (
        expect.close(moved - mean, c, atol=1e-5, why=TEN),
        expect.close(unmoved, variance, atol=1e-5, why=TEN),
    )


@conjugate.check("edge")
def keeps_the_prior_without_data(impl, draw):
    """n = 0 gives the prior back."""
    (mu0, var0, var), x = _belief(draw), draw.normal(3)
    return (
        impl.gaussian_posterior(mu0, var0, x[:0], var),
        impl.gaussian_posterior(mu0, var0, x, var),
    )


@conjugate.check("error")
def rejects_a_variance_that_is_not_positive(impl, draw):
    """var0 <= 0 or var <= 0 raises ValueError."""
    (mu0, var0, var), x = _belief(draw), draw.normal(5)
    impl.gaussian_posterior(mu0, var0, x, var)
    raises = impl.gaussian_posterior.raises
    return (
        raises(mu0, 0.0, x, var),
        raises(mu0, -var0, x, var),
        raises(mu0, var0, x, 0.0),
        raises(mu0, var0, x, -var),
    )


@conjugate.check("error")
def rejects_numbers_that_are_not_finite(impl, draw):
    """An infinite or NaN mu0, var0 or var raises ValueError."""
    (mu0, var0, var), x = _belief(draw), draw.normal(5)
    impl.gaussian_posterior(mu0, var0, x, var)
    raises = impl.gaussian_posterior.raises
    return (
        raises(NAN, var0, x, var),
        raises(-INF, var0, x, var),
        raises(mu0, NAN, x, var),
        raises(mu0, INF, x, var),
        raises(mu0, var0, x, NAN),
        raises(mu0, var0, x, INF),
    )


@conjugate.check("error")
def rejects_data_it_cannot_use(impl, draw):
    """An x that is not 1-D, or that holds NaN or an infinity, raises ValueError."""
    (mu0, var0, var), x = _belief(draw), draw.normal(4)
    impl.gaussian_posterior(mu0, var0, x, var)
    raises = impl.gaussian_posterior.raises
    return (
        raises(mu0, var0, x.reshape(2, 2), var),
        raises(mu0, var0, x[:, None], var),
        raises(mu0, var0, x[0], var),
        raises(mu0, var0, torch.cat([x, torch.tensor([NAN])]), var),
        raises(mu0, var0, torch.cat([torch.tensor([INF]), x]), var),
        raises(mu0, var0, torch.cat([x, torch.tensor([-INF])]), var),
    )


# lda_to_logistic


def _classes(draw, d):
    """prior1, mu0, mu1 and a shared covariance with correlations; the means differ everywhere."""
    mu0, apart = draw.normal(d), draw.uniform(d, low=0.5, high=2.0)
    return _number(draw, 0.1, 0.4), mu0, mu0 + apart, draw.covariance(d)


@logistic.check("value")
def finds_weights_and_bias(impl, draw):
    """w (D,) and b of the logit of class 1, for a full covariance."""
    return impl.lda_to_logistic(*_classes(draw, 3))


logistic.float32(finds_weights_and_bias)


@logistic.check("value")
def respects_correlated_features(impl, draw):
    """Correlations between features tilt the boundary."""
    prior1, mu0, mu1, _ = _classes(draw, 2)
    v, rho = draw.uniform(2, low=0.5, high=2.0), draw.uniform(low=0.7, high=0.9)
    c = rho * (v[0] * v[1]).sqrt()
    cov = torch.stack([torch.stack([v[0], c]), torch.stack([c, v[1]])])
    return impl.lda_to_logistic(prior1, mu0, mu1, cov)


@logistic.check("value")
def accepts_a_frequent_class_1(impl, draw):
    """A class 1 that is more frequent than class 0 raises the logit."""
    _, mu0, mu1, cov = _classes(draw, 4)
    return impl.lda_to_logistic(0.97, mu0, mu1, cov)


@logistic.check("property")
def undecided_halfway_between_equals(impl, draw):
    """With equally likely classes the logit is 0 halfway between the two means."""
    _, mu0, mu1, cov = _classes(draw, 3)
    w, b = impl.lda_to_logistic(0.5, mu0, mu1, cov)
    logit = w @ ((mu0 + mu1) / 2) + b
    return (w, b), expect.close(logit, 0.0, atol=1e-5, why=TEN)


@logistic.check("property")
def renaming_the_classes_flips_the_sign(impl, draw):
    """Swapping the two classes turns w and b into -w and -b."""
    prior1, mu0, mu1, cov = _classes(draw, 3)
    w, b = impl.lda_to_logistic(prior1, mu0, mu1, cov)
    v, a = impl.lda_to_logistic(1 - prior1, mu1, mu0, cov)
    return w, b, expect.close(w, -v, atol=1e-5, why=TEN), expect.close(b, -a, atol=1e-5, why=TEN)


@logistic.check("edge")
def has_nothing_to_go_by_when_means_agree(impl, draw):
    """With equal means the prior alone decides; where they differ it does not."""
    prior1, mu0, mu1, cov = _classes(draw, 3)
    return (
        impl.lda_to_logistic(prior1, mu0, mu0.clone(), cov),
        impl.lda_to_logistic(prior1, mu0, mu1, cov),
    )


@logistic.check("edge")
def accepts_one_feature(impl, draw):
    """D = 1 is no special case."""
    return impl.lda_to_logistic(*_classes(draw, 1))


@logistic.check("stability", atol=0)
def accepts_a_very_rare_class_1(impl, draw):
    """Where prior1 is almost 0, a tenth of it still lowers the bias by log 10."""
    prior1, mu0, mu1, cov = _classes(draw, 3)
    _, rare = impl.lda_to_logistic(1e-11, mu0, mu1, cov)
    w, rarer = impl.lda_to_logistic(1e-12, mu0, mu1, cov)
    why = "rounding of numbers of order 100, and 1 - prior1 differs from 1 by 1e-11"
    fallen = expect.close(rare - rarer, math.log(10), atol=1e-9, why=why)
    return w, impl.lda_to_logistic(prior1, mu0, mu1, cov), fallen


@logistic.check("error")
def rejects_a_prior_that_decides_alone(impl, draw):
    """A prior1 of 0 or below, of 1 or above, raises ValueError."""
    prior1, mu0, mu1, cov = _classes(draw, 2)
    impl.lda_to_logistic(prior1, mu0, mu1, cov)
    raises = impl.lda_to_logistic.raises
    return (
        raises(0.0, mu0, mu1, cov),
        raises(1.0, mu0, mu1, cov),
        raises(-0.2, mu0, mu1, cov),
        raises(1.2, mu0, mu1, cov),
    )


@logistic.check("error")
def rejects_what_is_no_covariance(impl, draw):
    """A cov that is not symmetric, or not positive definite, raises ValueError."""
    prior1, mu0, mu1, cov = _classes(draw, 2)
    upper, lower = cov.clone(), cov.clone()
    upper[0, 1] += 0.4 * cov.abs().max()
    lower[1, 0] += 0.4 * cov.abs().max()
    indefinite = torch.tensor([[1.0, 2.0], [2.0, 1.0]])
    impl.lda_to_logistic(prior1, mu0, mu1, cov)
    raises = impl.lda_to_logistic.raises
    return (
        raises(prior1, mu0, mu1, upper),
        raises(prior1, mu0, mu1, lower),
        raises(prior1, mu0, mu1, indefinite),
        raises(prior1, mu0, mu1, torch.diag(torch.tensor([2.0, 0.0]))),
        raises(prior1, mu0, mu1, -torch.eye(2)),
    )


@logistic.check("error")
def rejects_shapes_that_do_not_fit(impl, draw):
    """Anything but mu0 (D,), mu1 (D,) and cov (D, D) raises ValueError."""
    prior1, mu0, mu1, cov = _classes(draw, 3)
    impl.lda_to_logistic(prior1, mu0, mu1, cov)
    raises = impl.lda_to_logistic.raises
    return (
        raises(prior1, mu0[:2], mu1, cov),
        raises(prior1, mu0[:1], mu1, cov),
        raises(prior1, mu0, mu1[:1], cov),
        raises(prior1, mu0[:, None], mu1[:, None], cov),
        raises(prior1, mu0[:2], mu1[:2], cov),
        raises(prior1, mu0, mu1, cov[:, :2]),
        raises(prior1, mu0, mu1, cov[:1, :1]),
        raises(prior1, mu0, mu1, cov[0]),
    )
