"""Hidden checks of questions 1 to 3; the others are in the modules imported at the end."""

import math

import torch

from autograder.assignment import as_dtype, expect

from . import gaussian_affine, running_mean, sample_exponential
from .inputs import put, vector

# 1. running_mean


@running_mean.check("value")
def averages_what_has_been_seen_so_far(impl, draw):
    """Entry k is the average of the observations up to and including the k-th."""
    return impl.running_mean(draw.normal(7, mean=1.0, std=2.0))


running_mean.float32(averages_what_has_been_seen_so_far)


@running_mean.check("broadcast")
def averages_each_column_on_its_own(impl, draw):
    """For x of shape (n, d) the averages run over dim 0 and leave the columns apart."""
    return impl.running_mean(draw.normal(5, 3))


@running_mean.check("broadcast")
def keeps_all_further_dimensions(impl, draw):
    """For x of shape (n, a, b) the answer has that shape, and only dim 0 is averaged over."""
    return impl.running_mean(draw.normal(4, 2, 3))


@running_mean.check("edge")
def one_observation_is_its_own_average(impl, draw):
    """With n = 1 the answer is x itself, also where x has further dimensions."""
    single, row, several = draw.normal(1), draw.normal(1, 3), draw.normal(6)
    return impl.running_mean(single), impl.running_mean(row), impl.running_mean(several)


@running_mean.check("edge", rtol=3e-4, atol=3e-5, why="the contract asks for float32 answers")
def counts_coin_flips_in_float32(impl, draw):
    """Bools count as 0 and 1, and the averages come in float32."""
    one, two = draw.bernoulli(9) > 0, draw.bernoulli(6, 2) > 0
    return impl.running_mean(one), impl.running_mean(two)


@running_mean.check("edge", rtol=3e-4, atol=3e-5, why="the contract asks for float32 answers")
def takes_integers_of_any_width(impl, draw):
    """Integers of every width give float32 averages, without overflow or rounding to integers."""
    wide, narrow = draw.integers(8, low=-900, high=900), draw.integers(8, low=100, high=250)
    return (
        impl.running_mean(wide),
        impl.running_mean(as_dtype(wide, torch.int32)),
        impl.running_mean(as_dtype(narrow, torch.uint8)),
    )


@running_mean.check("property")
def later_observations_change_nothing_before(impl, draw):
    """The first entries are the same whether or not more observations follow."""
    x = draw.normal(8, 2)
    whole, start = impl.running_mean(x), impl.running_mean(x[:5])
    return whole, expect.close(whole[:5], start, atol=1e-9, why="rounding of sums of order one")


@running_mean.check("stability", rtol=1e-12, atol=0)
def keeps_its_accuracy_far_from_zero(impl, draw):
    """It is as accurate for observations far from zero as for those close to it."""
    return impl.running_mean(1e8 + draw.normal(300))


@running_mean.check("error")
def rejects_what_is_no_sequence(impl, draw):
    """A tensor without dimensions raises ValueError."""
    x, number = draw.normal(4), draw.normal()
    impl.running_mean(x)
    return impl.running_mean.raises(number)


@running_mean.check("error")
def rejects_having_no_observation(impl, draw):
    """n = 0 raises ValueError, whatever the further dimensions are."""
    x = draw.normal(4, 3)
    impl.running_mean(x)
    return impl.running_mean.raises(x[:0]), impl.running_mean.raises(x[:0, 0])


# 2. gaussian_affine


def _affine(draw, *shape):
    """Means, standard deviations away from 0 and 1, and noise."""
    sigma = draw.uniform(*shape, low=0.2, high=3.0, avoid=(1.0,), gap=0.05)
    return draw.normal(*shape, std=2.0), sigma, draw.normal(*shape)


@gaussian_affine.check("value")
def scales_and_shifts_the_noise(impl, draw):
    """z has mean mu and standard deviation sigma."""
    return impl.gaussian_affine(*_affine(draw, 6))


gaussian_affine.float32(scales_and_shifts_the_noise)


@gaussian_affine.check("broadcast")
def broadcasts_three_shapes(impl, draw):
    """mu, sigma and eps of different shapes broadcast against each other."""
    mu, eps = draw.normal(3, 1), draw.normal(2, 3, 4)
    return impl.gaussian_affine(mu, draw.uniform(4, low=0.2, high=3.0), eps)


@gaussian_affine.check("broadcast")
def one_noise_serves_many_means(impl, draw):
    """The answer has the common shape also where eps has fewer entries than mu or sigma."""
    mu, sigma, eps = draw.normal(4, 1), draw.uniform(3, low=0.2, high=3.0), draw.normal()
    return impl.gaussian_affine(mu, sigma, eps), impl.gaussian_affine(eps, sigma, mu)


@gaussian_affine.check("edge")
def zero_sigma_gives_exactly_mu(impl, draw):
    """Where sigma is 0, z equals mu to the last digit; other entries vary as usual."""
    mu, sigma, eps = _affine(draw, 8)
    some = torch.cat([torch.zeros_like(sigma[:4]), sigma[4:]])
    mixed, still = impl.gaussian_affine(mu, some, eps), impl.gaussian_affine(mu, 0 * sigma, eps)
    return mixed[4:], expect.true(mixed[:4] == mu[:4]), expect.true(still == mu)


@gaussian_affine.check("property")
def opposite_noise_mirrors_at_the_mean(impl, draw):
    """eps and -eps give values on opposite sides of mu, equally far away."""
    mu, sigma, eps = _affine(draw, 6)
    there, back = impl.gaussian_affine(mu, sigma, eps), impl.gaussian_affine(mu, sigma, -eps)
    same = expect.close((there + back) / 2, mu, atol=1e-9, why="rounding of numbers of order ten")
    return there, same, expect.true((there > mu) == (eps > 0))


@gaussian_affine.check("stat")
def many_draws_have_the_mean_and_spread(impl, draw):
    """Over many eps, z averages to mu and its standard deviation is sigma."""
    n = draw.size(2000)
    eps = draw.normal(n)
    mu, sigma = draw.uniform(low=2, high=4), draw.uniform(low=1.5, high=3)
    z = impl.gaussian_affine(mu, sigma, eps)
    se, why = float(sigma) / math.sqrt(n), "of n normals: sigma / sqrt(n), and sigma / sqrt(2 n)"
    return (
        expect.estimate(z.mean(), mu, se, why),
        expect.estimate(z.std(), sigma, se / math.sqrt(2), why),
    )


@gaussian_affine.check("stability", rtol=1e-13, atol=0)
def small_noise_survives_beside_a_large_mean(impl, draw):
    """A sigma far smaller than mu still moves the answer."""
    mu, eps = 1e6 + draw.normal(6), draw.normal(6)
    return impl.gaussian_affine(mu, draw.uniform(6, low=1e-4, high=1e-3), eps)


@gaussian_affine.check("error")
def rejects_a_spread_below_zero_or_nan(impl, draw):
    """One negative or NaN entry of sigma raises ValueError."""
    mu, sigma, eps = _affine(draw, 5)
    impl.gaussian_affine(mu, sigma, eps)
    bad = (-0.5, -1e-9, math.nan)
    return [impl.gaussian_affine.raises(mu, put(sigma, value), eps) for value in bad]


@gaussian_affine.check("error")
def rejects_shapes_that_do_not_broadcast(impl, draw):
    """Shapes of mu, sigma and eps that do not broadcast raise ValueError."""
    mu, sigma, eps = _affine(draw, 5)
    impl.gaussian_affine(mu, sigma, eps)
    return (
        impl.gaussian_affine.raises(mu[:4], sigma, eps),
        impl.gaussian_affine.raises(mu, sigma[:4], eps),
        impl.gaussian_affine.raises(mu, sigma, eps[:4]),
    )


# 3. sample_exponential


@sample_exponential.check("value")
def inverts_the_cdf(impl, draw):
    """x solves 1 - exp(-rate * x) = u."""
    u, rate = draw.uniform(8), draw.uniform(8, low=0.3, high=4.0, avoid=(1.0,), gap=0.1)
    return impl.sample_exponential(u, rate)


sample_exponential.float32(inverts_the_cdf)


@sample_exponential.check("broadcast")
def broadcasts_u_against_rate(impl, draw):
    """u and rate of different shapes broadcast, whichever has more entries."""
    u, rate = draw.uniform(4, 1), draw.uniform(3, low=0.3, high=4.0)
    return impl.sample_exponential(u, rate), impl.sample_exponential(u[0, 0], rate)


@sample_exponential.check("edge")
def the_lowest_u_gives_zero(impl, draw):
    """u = 0 gives exactly 0 at every rate."""
    u, rate = draw.uniform(4), draw.uniform(4, low=0.3, high=4.0)
    x = impl.sample_exponential(torch.cat([torch.zeros_like(u), u]), torch.cat([rate, rate]))
    return x, expect.true(x[:4] == 0)


@sample_exponential.check("edge")
def u_close_to_one_reaches_far_out(impl, draw):
    """u just below 1 is legal and gives a large, finite x."""
    u = 1 - 2.0 ** -draw.uniform(6, low=10, high=30)
    return impl.sample_exponential(u, draw.uniform(6, low=0.3, high=4.0))


@sample_exponential.check("stability", rtol=1e-9, atol=0)
def keeps_its_accuracy_for_tiny_u(impl, draw):
    """The relative error stays below the promised one for very small u."""
    small = torch.cat([10.0 ** -draw.uniform(8, low=9.5, high=17.9), vector(1e-18)])
    u, rate = draw.uniform(9), draw.uniform(9, low=0.3, high=4.0)
    u[:5] = 10.0 ** -draw.uniform(5, low=6, high=8)
    usual = impl.sample_exponential(u, rate)
    scaled = impl.sample_exponential(small, small * rate)  # of order one: nothing else is small
    why = "the promised 1e-9; the CDF is a straight line here, to within 2e-10"
    return usual, expect.close(scaled * rate, 1.0, atol=1.2e-9, why=why)


@sample_exponential.check("property")
def larger_u_gives_larger_x(impl, draw):
    """The map increases in u."""
    u, rate = draw.uniform(50), draw.uniform(low=0.3, high=4.0)
    x = impl.sample_exponential(u.sort().values, rate)
    return x[:5], expect.true(x[1:] > x[:-1])


@sample_exponential.check("property")
def twice_the_rate_halves_the_wait(impl, draw):
    """Rates scale time: at twice the rate every x is half as large."""
    u, rate = draw.uniform(6), draw.uniform(6, low=0.3, high=4.0)
    slow, fast = impl.sample_exponential(u, rate), impl.sample_exponential(u, 2 * rate)
    return slow, expect.close(2 * fast, slow, atol=1e-9, why="rounding of numbers up to 50")


@sample_exponential.check("stat")
def the_mean_wait_is_one_over_the_rate(impl, draw):
    """Over many u the average of x is 1 / rate."""
    n = draw.size(1500)
    u, rate = draw.uniform(n), draw.uniform(low=2.5, high=4.0)
    x = impl.sample_exponential(u, rate)
    se = 1 / (float(rate) * math.sqrt(n))
    return expect.estimate(x.mean(), 1 / rate, se, "the standard deviation is the mean")


@sample_exponential.check("error")
def rejects_u_outside_its_interval(impl, draw):
    """u = 1, u above 1, u below 0 and NaN raise ValueError."""
    u, rate = draw.uniform(5), draw.uniform(5, low=0.3, high=4.0)
    impl.sample_exponential(u, rate)
    bad = (1.0, 1.5, -0.1, math.nan)
    return [impl.sample_exponential.raises(put(u, value), rate) for value in bad]


@sample_exponential.check("error")
def rejects_impossible_rates(impl, draw):
    """A rate that is zero, negative, infinite or NaN raises ValueError."""
    u, rate = draw.uniform(5), draw.uniform(5, low=0.3, high=4.0)
    impl.sample_exponential(u, rate)
    bad = (0.0, -2.0, math.inf, math.nan)
    return [impl.sample_exponential.raises(u, put(rate, value)) for value in bad]


from . import checks_discrete, checks_monte_carlo, checks_mvn  # noqa: E402, F401
