"""Hidden checks of question 7. Right answers differ by draw, so most are seen relative to the
points that f was asked for: mean minus mean of its values, standard error over theirs."""

import math

from scipy.stats import kstest, ncx2, norm

from autograder.assignment import Generator, expect, fixture, record, statistics

from . import mc_expectation
from .inputs import vector


def _relative(answer, recording):
    """The same pair, (0, 1), for every set of draws."""
    mean, error = answer
    values = recording.values[0]
    return mean - values.mean(), error / (values.std() / math.sqrt(values.numel()))


def _curve(draw):
    """A parabola: the expectation of its values differs from its value at the expectation."""
    return fixture("polynomial", coefficients=draw.uniform(3, low=0.5, high=2.0))


def _normal(draw):
    """A mean and a standard deviation, as Python floats, neither of them 0 or 1."""
    return float(draw.uniform(low=1.0, high=3.0)), float(draw.uniform(low=1.6, high=2.4))


@mc_expectation.check("value")
def averages_f_over_its_own_draws(impl, draw):
    """f is called once on all n draws; the answer is the mean of its values and s / sqrt(n)."""
    f, (mu, sigma), generator = record(_curve(draw)), _normal(draw), draw.generator()
    return _relative(impl.mc_expectation(f, mu, sigma, 5, generator), f)


@mc_expectation.check("value")
def works_for_other_functions_and_sizes(impl, draw):
    """The same holds for another f, another n, and a mean below 0."""
    f = record(fixture("exponential", rate=draw.uniform(low=0.3, high=0.6)))
    (mu, sigma), generator = _normal(draw), draw.generator()
    return _relative(impl.mc_expectation(f, -mu, sigma, 200, generator), f)


@mc_expectation.check("edge")
def no_spread_means_no_error(impl, draw):
    """With sigma = 0 every draw is mu: the answer is f(mu), with standard error 0."""
    curve, (mu, sigma), generator = _curve(draw), _normal(draw), draw.generator()
    f = record(curve)
    exact = impl.mc_expectation(curve, mu, 0.0, 6, generator)
    return exact, _relative(impl.mc_expectation(f, mu, sigma, 6, generator), f)


@mc_expectation.check("edge")
def two_draws_are_enough(impl, draw):
    """n = 2 is the smallest legal number of draws."""
    f, (mu, sigma), generator = record(_curve(draw)), _normal(draw), draw.generator()
    return _relative(impl.mc_expectation(f, mu, sigma, 2, generator), f)


@mc_expectation.check("property")
def draws_come_from_the_generator_alone(impl, draw):
    """Generators that start alike give the same answer; other or used ones give another."""
    curve, (mu, sigma), seed = _curve(draw), _normal(draw), draw.seed()
    one, twin, other = Generator(seed), Generator(seed), draw.generator()
    f = record(curve)
    first, _ = answer = impl.mc_expectation(f, mu, sigma, 30, one)
    again, _ = impl.mc_expectation(curve, mu, sigma, 30, twin)
    elsewhere, _ = impl.mc_expectation(curve, mu, sigma, 30, other)
    after, _ = impl.mc_expectation(curve, mu, sigma, 30, one)
    return (
        _relative(answer, f),
        expect.close(first, again, atol=1e-9, why="the same numbers, summed in the same order"),
        expect.true(first != elsewhere),
        expect.true(first != after),
    )


@mc_expectation.check("property")
def draws_are_normal_with_mean_and_spread(impl, draw):
    """The points on which f is called are distributed as N(mu, sigma^2)."""
    n, (mu, sigma), generator = draw.size(5000), _normal(draw), draw.generator()
    f = record(_curve(draw))
    answer = impl.mc_expectation(f, mu, sigma, n, generator)
    z = f.calls[0][0]
    # One leaf for every way to miss, so that different mistakes look different. That of the
    # standardised draws is conservative, so at 1e-9 it fails a right answer with less than that.
    own_shape = (z - z.mean()) / z.std()
    return (
        _relative(answer, f),
        expect.true(kstest(own_shape.numpy(), norm.cdf).pvalue > 1e-9),
        statistics.mean(z, mu, sigma),
        statistics.variance(z.var(), sigma, n - 1),
        statistics.shape(z, norm(mu, sigma).cdf),
    )


@mc_expectation.check("stat")
def draws_do_not_depend_on_each_other(impl, draw):
    """Neither neighbours, nor halves, nor consecutive calls are related."""
    n, (mu, sigma), generator = draw.size(2000), _normal(draw), draw.generator()
    first, second = record(_curve(draw)), record(_curve(draw))
    answers = (
        impl.mc_expectation(first, mu, sigma, n, generator),
        impl.mc_expectation(second, mu, sigma, n, generator),
    )
    z, y = (f.calls[0][0] for f in (first, second))
    left, right = z[: n // 2], z[n // 2 :]
    pairs = ((z[1:], z[:-1]), (left, right), (left, right.flip(0)), (z, y))
    return (
        [_relative(answer, f) for answer, f in zip(answers, (first, second), strict=True)],
        [statistics.independent(*pair) for pair in pairs],
    )


@mc_expectation.check("stat")
def estimates_known_expectations(impl, draw):
    """For f(z) = z and f(z) = z^2 the estimate lies within the error that theory allows."""
    n, (mu, sigma), generator = draw.size(5000), _normal(draw), draw.generator()
    line = fixture("polynomial", coefficients=vector(0.0, 1.0))
    square = fixture("polynomial", coefficients=vector(0.0, 0.0, 1.0))
    first, first_error = impl.mc_expectation(line, mu, sigma, n, generator)
    second, second_error = impl.mc_expectation(square, mu, sigma, n, generator)
    return (
        statistics.estimate(first, mu, sigma / math.sqrt(n)),
        statistics.quantile(float(second) * n / sigma**2, ncx2(n, n * (mu / sigma) ** 2)),
        statistics.variance(n * first_error**2, sigma, n - 1),
        expect.true(second_error > 0),
    )


@mc_expectation.check("stability", rtol=1e-6, atol=0)
def small_spread_survives_beside_large_values(impl, draw):
    """The standard error is accurate where f's values are far larger than their spread."""
    f = record(fixture("polynomial", coefficients=vector(1e7, 1.0)))
    (mu, sigma), generator = _normal(draw), draw.generator()
    mean, error = impl.mc_expectation(f, mu, sigma, 50, generator)
    values = f.values[0]
    return mean / values.mean(), error / values.std()


@mc_expectation.check("error")
def rejects_fewer_than_two_draws(impl, draw):
    """n below 2 raises ValueError: one draw says nothing about the spread."""
    f, (mu, sigma), generator = _curve(draw), _normal(draw), draw.generator()
    impl.mc_expectation(f, mu, sigma, 2, generator)
    return [impl.mc_expectation.raises(f, mu, sigma, n, generator) for n in (1, 0, -3)]


@mc_expectation.check("error")
def rejects_negative_spread(impl, draw):
    """sigma below 0 raises ValueError."""
    f, (mu, sigma), generator = _curve(draw), _normal(draw), draw.generator()
    impl.mc_expectation(f, mu, sigma, 4, generator)
    return [impl.mc_expectation.raises(f, mu, bad, 4, generator) for bad in (-sigma, -1e-9)]
