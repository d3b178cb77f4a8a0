"""Hidden checks on generative classifiers: Gaussian naive Bayes, and Bernoulli by counting."""

import math

import torch

from autograder.assignment import expect

from . import classifier, counting

TEN = "as exact as values below 10 have to be: 1e-6 of each"
INF = math.inf


# gnb_log_posterior


def _model(draw, classes, features):
    """log_prior, means and variances; the variances differ from 1 and between classes."""
    scale = draw.uniform(classes, features, low=0.3, high=3.0, avoid=(1.0,), gap=0.05)
    return draw.probabilities(classes).log(), draw.normal(classes, features), scale


@classifier.check("value")
def scores_every_class(impl, draw):
    """A table (N, K): for each example the log posterior of each class."""
    (log_prior, means, variances), x = _model(draw, 4, 3), draw.normal(6, 3, std=1.5)
    return impl.gnb_log_posterior(x, log_prior, means, variances)


classifier.float32(scores_every_class)


@classifier.check("value")
def weighs_rare_classes_down(impl, draw):
    """A class that is rare comes out rarer than its likelihood alone would have it."""
    (log_prior, means, variances), x = _model(draw, 3, 2), draw.normal(5, 2)
    rare = log_prior - torch.tensor([0.0, 2.0, 5.0])
    return impl.gnb_log_posterior(x, rare.log_softmax(0), means, variances)


@classifier.check("value")
def adds_evidence_over_features(impl, draw):
    """Each of the D features adds its own log density, for D above K as well."""
    (log_prior, means, variances), x = _model(draw, 2, 12), draw.normal(4, 12)
    return impl.gnb_log_posterior(x, log_prior, means, variances)


@classifier.check("property")
def rows_add_up_to_one(impl, draw):
    """The probabilities in each row sum to 1."""
    (log_prior, means, variances), x = _model(draw, 3, 4), draw.normal(5, 4)
    total = impl.gnb_log_posterior(x, log_prior, means, variances).exp().sum(1)
    return expect.close(total, 1.0, atol=1e-5, why=TEN)


@classifier.check("property")
def same_in_other_units(impl, draw):
    """Measuring a feature in another unit (means along, variances squared) changes no answer."""
    (log_prior, means, variances), x = _model(draw, 3, 2), draw.normal(5, 2)
    unit = draw.uniform(2, low=2.0, high=5.0)
    one = impl.gnb_log_posterior(x, log_prior, means, variances)
    other = impl.gnb_log_posterior(x * unit, log_prior, means * unit, variances * unit**2)
    return one, expect.close(one, other, atol=1e-5, why=TEN)


@classifier.check("edge")
def accepts_a_class_that_never_occurs(impl, draw):
    """A class with log_prior -inf has the log posterior -inf; the others share the rest."""
    (log_prior, means, variances), x = _model(draw, 4, 2), draw.normal(3, 2)
    without = log_prior.clone()
    without[1] = -INF
    return impl.gnb_log_posterior(x, without, means, variances)


@classifier.check("edge")
def accepts_one_example_with_one_feature(impl, draw):
    """N = 1, D = 1 and K = 2 are no special case."""
    log_prior, means, variances = _model(draw, 2, 1)
    x = draw.normal(1, 1)
    return impl.gnb_log_posterior(x, log_prior, means, variances)


@classifier.check("stability")
def survives_thousands_of_features(impl, draw):
    """Thousands of features make densities that no floating-point number can hold."""
    (log_prior, means, variances), x = _model(draw, 2, 2000), draw.normal(2, 2000)
    return impl.gnb_log_posterior(x, log_prior, means, variances)


@classifier.check("stability")
def survives_a_far_outlier(impl, draw):
    """An example far from every class still has a finite log posterior."""
    (log_prior, means, variances), x = _model(draw, 3, 2), draw.normal(2, 2)
    far = x + torch.tensor([[1000.0, 0.0], [0.0, -1000.0]])
    return impl.gnb_log_posterior(far, log_prior, means, variances)


@classifier.check("error")
def rejects_a_variance_that_is_not_positive(impl, draw):
    """A variance of 0, or below, raises ValueError."""
    (log_prior, means, variances), x = _model(draw, 3, 2), draw.normal(4, 2)
    zero, negative = variances.clone(), variances.clone()
    zero[2, 0] = 0.0
    negative[0, 1] = -0.5
    impl.gnb_log_posterior(x, log_prior, means, variances)
    raises = impl.gnb_log_posterior.raises
    return raises(x, log_prior, means, zero), raises(x, log_prior, means, negative)


@classifier.check("error")
def rejects_shapes_that_do_not_fit(impl, draw):
    """Anything but x (N, D), log_prior (K,), means (K, D), variances (K, D) raises ValueError."""
    (log_prior, means, variances), x = _model(draw, 3, 3), draw.normal(3, 3)
    impl.gnb_log_posterior(x, log_prior, means, variances)
    raises = impl.gnb_log_posterior.raises
    return (
        raises(x[:, :2], log_prior, means, variances),
        raises(x[:, :1], log_prior, means, variances),
        raises(x[0], log_prior, means, variances),
        raises(x.expand(2, 3, 3), log_prior, means, variances),
        raises(x, log_prior[:2], means, variances),
        raises(x, log_prior[:1], means, variances),
        raises(x, log_prior[None].expand(3, 3), means, variances),
        raises(x, log_prior, means[:2], variances),
        raises(x, log_prior, means[:1], variances),
        raises(x, log_prior, means[0], variances),
        raises(x, log_prior, means, variances[:, :1]),
        raises(x, log_prior, means, variances[0]),
        raises(x, log_prior, means[:1], variances[:1]),
        raises(x, log_prior, means[:, :1], variances[:, :1]),
    )


# fit_bernoulli_nb


def _data(draw, n, features, classes):
    """n rows of 0/1 whose features lean differently, and labels among which each class occurs."""
    lean = draw.uniform(classes, features, low=0.2, high=0.8)
    skewed = draw.integers(n - classes, low=0, high=classes**2).float().sqrt().long()
    y = torch.cat([torch.arange(classes), skewed])[draw.permutation(n)]
    return (draw.uniform(n, features) < lean[y]).double(), y


@counting.check("value")
def counts_and_smooths(impl, draw):
    """Class frequencies and smoothed feature probabilities, as logs."""
    X, y = _data(draw, 40, 5, 3)
    return impl.fit_bernoulli_nb(X, y, 3, _alpha(draw))


counting.float32(counts_and_smooths)


def _alpha(draw):
    return float(draw.uniform(low=0.3, high=0.8))


@counting.check("value")
def smooths_as_much_as_asked(impl, draw):
    """A larger alpha draws theta closer to one half, and leaves the prior alone."""
    X, y = _data(draw, 25, 3, 4)
    return impl.fit_bernoulli_nb(X, y, 4, 2.5), impl.fit_bernoulli_nb(X, y, 4, 40.0)


@counting.check("value")
def accepts_a_single_feature(impl, draw):
    """D = 1: two numbers for each class, its frequency and one theta."""
    X, y = _data(draw, 12, 1, 2)
    return impl.fit_bernoulli_nb(X, y, 2, _alpha(draw))


@counting.check("property")
def ignores_the_order_of_the_rows(impl, draw):
    """The order of the examples makes no difference."""
    (X, y), order, alpha = _data(draw, 20, 4, 3), draw.permutation(20), _alpha(draw)
    one = impl.fit_bernoulli_nb(X, y, 3, alpha)
    other = impl.fit_bernoulli_nb(X[order], y[order], 3, alpha)
    return one, [expect.close(a, b, atol=1e-5, why=TEN) for a, b in zip(one, other, strict=True)]


@counting.check("property")
def each_feature_is_a_coin(impl, draw):
    """With zeros and ones exchanged in X, theta turns into 1 - theta."""
    (X, y), alpha = _data(draw, 15, 4, 2), _alpha(draw)
    _, heads = impl.fit_bernoulli_nb(X, y, 2, alpha)
    _, tails = impl.fit_bernoulli_nb(1 - X, y, 2, alpha)
    return expect.close(heads.exp() + tails.exp(), 1.0, atol=1e-5, why=TEN)


@counting.check("edge")
def accepts_classes_without_examples(impl, draw):
    """An unseen class, between others or at the end, has log_prior -inf and theta 1/2."""
    (X, seen), alpha = _data(draw, 14, 3, 2), _alpha(draw)
    log_prior, log_theta = impl.fit_bernoulli_nb(X, 2 * seen, 4, alpha)
    return log_prior[::2], log_theta, expect.true(log_prior[1::2] == -INF)


@counting.check("edge")
def accepts_a_single_example(impl, draw):
    """N = 1 teaches one class, and smoothing speaks for the rest."""
    X, alpha = draw.bernoulli(1, 4), _alpha(draw)
    log_prior, log_theta = impl.fit_bernoulli_nb(X, torch.tensor([1]), 3, alpha)
    return log_prior[1], log_theta, expect.true(log_prior[::2] == -INF)


@counting.check("edge")
def allows_for_what_it_never_saw(impl, draw):
    """A feature that is always on, or never, in a class gets a theta short of 1 and 0."""
    X, y = _data(draw, 16, 3, 2)
    X[:, 0] = y.double()
    return impl.fit_bernoulli_nb(X, y, 2, 1e-4)


@counting.check("error")
def rejects_features_that_are_not_binary(impl, draw):
    """An entry of X other than 0 and 1, NaN included, raises ValueError."""
    (X, y), alpha = _data(draw, 9, 3, 2), _alpha(draw)
    bad = [X.clone() for _ in range(4)]
    for matrix, value in zip(bad, (0.5, 2.0, -1.0, math.nan), strict=True):
        matrix[4, 1] = value
    impl.fit_bernoulli_nb(X, y, 2, alpha)
    return [impl.fit_bernoulli_nb.raises(matrix, y, 2, alpha) for matrix in bad]


@counting.check("error")
def rejects_labels_that_do_not_fit(impl, draw):
    """A label outside 0..K-1, or more or fewer labels than rows, raises ValueError."""
    (X, y), alpha = _data(draw, 9, 3, 3), _alpha(draw)
    above, below = y.clone(), y.clone()
    above[5], below[2] = 3, -1
    impl.fit_bernoulli_nb(X, y, 3, alpha)
    raises = impl.fit_bernoulli_nb.raises
    return (
        raises(X, above, 3, alpha),
        raises(X, below, 3, alpha),
        raises(X, y[:-1], 3, alpha),
        raises(X[:-1], y, 3, alpha),
        raises(X[:1], y, 3, alpha),
    )


@counting.check("error")
def rejects_no_examples_and_no_smoothing(impl, draw):
    """N = 0, and an alpha of 0 or below, raise ValueError."""
    (X, y), alpha = _data(draw, 9, 3, 2), _alpha(draw)
    impl.fit_bernoulli_nb(X, y, 2, alpha)
    raises = impl.fit_bernoulli_nb.raises
    return (
        raises(X[:0], y[:0], 2, alpha),
        raises(X, y, 2, 0.0),
        raises(X, y, 2, -alpha),
    )
