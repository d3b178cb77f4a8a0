import torch
from scipy.stats import norm

from autograder.assignment import expect, fixture, record, statistics

from . import center, estimate, slope, spread


@center.check("value")
def removes_the_mean_of_each_column(impl, draw):
    """Each column has mean 0 afterwards."""
    return impl.center(draw.normal(5, 3, mean=2), 1.5)


center.float32(removes_the_mean_of_each_column)


@center.check("grad")
def lets_gradients_through(impl, draw):
    """Its gradient flows to x."""
    return impl.center.grad(draw.normal(3, 2), 2.0, wrt=("x",), cot=draw.normal(3, 2))


@center.check("error")
def rejects_what_it_cannot_centre(impl, draw):
    """x that is not 2-D, or a scale that is not positive, raises ValueError."""
    good, bad = draw.normal(3, 2), draw.normal(3)
    impl.center(good)
    return impl.center.raises(bad), impl.center.raises(good, 0.0), impl.center.raises(good, -1.0)


@center.check("property")
def leaves_columns_that_sum_to_zero(impl, draw):
    """Columns sum to zero."""
    y = impl.center(draw.normal(4, 3))
    return expect.close(y.sum(0), 0.0, atol=1e-9, why="rounding of 4 terms of order 1"), y


@spread.check("value")
def finds_both_ends(impl, draw):
    """The smallest comes first, then the largest."""
    return impl.spread(draw.normal(7))


@spread.check("property")
def returns_entries_of_x(impl, draw):
    """Both ends are entries of x, to the last digit."""
    x = draw.normal(5)
    low, high = impl.spread(x)
    return expect.true((x == low).any() & (x == high).any()), low, high


@slope.check("value")
def differentiates_the_function_it_is_given(impl, draw):
    """Any differentiable f works."""
    return impl.slope(fixture("scaled_square", w=draw.normal()), draw.normal(4))


@estimate.check("value")
def averages_the_values_of_f(impl, draw):
    """The answer is the average of f over the points it was called on."""
    f = record(fixture("square"))
    m = impl.estimate(f, 50, draw.generator())
    return m - f.values[0].mean(), f.calls[0][0].shape[0]


@estimate.check("stat")
def estimates_the_variance_of_a_normal(impl, draw):
    """E[z^2] is 1."""
    m = impl.estimate(fixture("scaled_square", w=torch.tensor(2.0)), 5000, draw.generator())
    return expect.close(m / 2, 1.0, atol=6 * (2 / 5000) ** 0.5, why="6 SE, P(false fail) 2e-9")


@estimate.check("property")
def draws_from_the_generator(impl, draw):
    """Consecutive calls on one generator differ."""
    g = draw.generator()
    a = impl.estimate(fixture("square"), 20, g)
    b = impl.estimate(fixture("square"), 20, g)
    return expect.true((a - b).abs() > 0)


@estimate.check("stat")
def draws_standard_normals(impl, draw):
    """The points on which f is called are standard normal."""
    f, n = record(fixture("square")), draw.size(400)
    impl.estimate(f, n, draw.generator())
    z = f.calls[0][0]
    return (
        statistics.mean(z, 0.0, 1.0),
        statistics.variance(z.var(), 1.0, n - 1),
        statistics.shape(z, norm.cdf),
    )
