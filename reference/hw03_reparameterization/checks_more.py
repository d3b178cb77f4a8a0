"""Hidden checks of hw03: a discrete sample, two estimators side by side, a full covariance."""

import math

import torch

from autograder.assignment import expect, fixture

from . import compare, full_cov, gumbel

# gumbel_softmax


def _clear_winners(draw, rows, k):
    """Logits and u whose sums logits + Gumbel(u) lie at least 0.2 apart in every row."""
    u = draw.uniform(rows, k, low=0.05, high=0.95)
    places = torch.stack([draw.permutation(k) for _ in range(rows)])
    scores = 0.5 * places + draw.uniform(rows, k, low=0, high=0.3)
    return scores + torch.log(-torch.log(u)), u


@gumbel.check("value")
def relaxes_the_choice(impl, draw):
    """y is the softmax of (logits + g) / tau in every row, soft if hard is not given."""
    logits, u = draw.normal(4, 3), draw.uniform(4, 3)
    return impl.gumbel_softmax(logits, u, float(draw.uniform(low=0.4, high=0.8)))


gumbel.float32(relaxes_the_choice)


@gumbel.check("value")
def hard_is_one_hot(impl, draw):
    """With hard=True every row is the one-hot vector of the largest logits + g."""
    logits, u = _clear_winners(draw, 6, 4)
    return impl.gumbel_softmax(logits, u, 0.7, True)


gumbel.float32(hard_is_one_hot)


@gumbel.check("broadcast")
def any_number_of_leading_dimensions(impl, draw):
    """logits and u are (..., K); the last dimension holds the classes, soft or hard."""
    logits, u = draw.normal(2, 4, 3), draw.uniform(2, 4, 3)
    clear, noise = _clear_winners(draw, 6, 4)
    blocks = clear.reshape(3, 2, 4), noise.reshape(3, 2, 4)
    soft = impl.gumbel_softmax(logits, u, 1.3)
    return soft, impl.gumbel_softmax(*blocks, 1.3, hard=True)


@gumbel.check("edge")
def a_single_class(impl, draw):
    """With K = 1 the answer is 1, soft or hard; with more classes it is not."""
    logits, u = draw.normal(3, 1), draw.uniform(3, 1)
    more = draw.normal(3, 2), draw.uniform(3, 2)
    soft, hard = impl.gumbel_softmax(logits, u, 0.5), impl.gumbel_softmax(logits, u, 0.5, True)
    return soft, hard, impl.gumbel_softmax(*more, 0.5)


@gumbel.check("edge")
def a_high_temperature(impl, draw):
    """A large tau brings every row close to uniform."""
    return impl.gumbel_softmax(draw.normal(3, 4), draw.uniform(3, 4), 50.0)


@gumbel.check("grad")
def gradient_of_the_soft_sample(impl, draw):
    """Gradients reach logits through the softmax."""
    logits, u, cot = draw.normal(4, 3), draw.uniform(4, 3), draw.normal(4, 3)
    return impl.gumbel_softmax.grad(logits, u, 0.8, wrt=("logits",), cot=cot)


@gumbel.check("grad")
def hard_gradient_is_the_soft_one(impl, draw):
    """With hard=True the gradient is that of the soft y at the same tau."""
    logits, u = _clear_winners(draw, 5, 3)
    cot = draw.normal(5, 3)
    return impl.gumbel_softmax.grad(logits, u, 0.6, True, wrt=("logits",), cot=cot)


@gumbel.check("stat")
def hard_samples_follow_the_logits(impl, draw):
    """Over many u the classes come up as often as softmax(logits) says."""
    n = draw.size(3000)
    logits = torch.tensor([0.5, -0.8, 1.2], dtype=torch.float64)
    u, p = draw.uniform(n, 3), torch.softmax(logits, 0)
    share = impl.gumbel_softmax(logits.expand(n, 3), u, 1.0, True).mean(0)
    return expect.estimate(share, p, (p * (1 - p) / n).sqrt(), "of a share: sqrt(p (1 - p) / n)")


@gumbel.check("stability", atol=0)
def logits_far_apart_and_a_low_temperature(impl, draw):
    """Large |logits| / tau neither overflow nor give NaN, soft or hard."""
    u = draw.uniform(4, 3, low=0.3, high=0.7)
    near = 1e4 * torch.tensor([[1.0, 1, -1], [-1, -1, -1], [1, 0, 1], [0, 0, 1]])
    far = 1e4 * torch.tensor([[1.0, -1, 0], [-1, -0.2, -1], [0, 0.5, 1], [-1, 1, 0.4]])
    logits = near + 0.01 * draw.normal(4, 3)
    soft = impl.gumbel_softmax(logits, u, 0.01)
    return soft, impl.gumbel_softmax(far, u, 0.01, hard=True)


@gumbel.check("stability", atol=0)
def noise_from_the_ends_of_the_interval(impl, draw):
    """u may come close to 0 or 1; squaring each u lowers every g by log 2, so y stays the same."""
    logits, u = draw.normal(3, 3), draw.uniform(3, 3, low=0.1, high=0.9)
    ends = u.clone()
    ends[0, 0], ends[1, 1], ends[2, 2] = 1e-6, 1 - 2.0**-30, 1 - 2.0**-24
    y, squared = impl.gumbel_softmax(logits, ends, 2.0), impl.gumbel_softmax(logits, ends**2, 2.0)
    why = "1 - 2**-30, squared, is rounded by 6e-8 of its distance from 1"
    same = [expect.close(y[i], squared[i], 1e-6, why) for i in range(3)]
    return impl.gumbel_softmax(logits, u, 2.0), expect.true([leaf.holds for leaf in same])


@gumbel.check("error")
def rejects_a_temperature_that_is_not_positive(impl, draw):
    """tau <= 0 raises ValueError."""
    logits, u = draw.normal(4, 3), draw.uniform(4, 3)
    impl.gumbel_softmax(logits, u, 0.5)
    return (
        impl.gumbel_softmax.raises(logits, u, 0.0),
        impl.gumbel_softmax.raises(logits, u, -0.5),
        impl.gumbel_softmax.raises(logits, u, -0.5, True),
    )


@gumbel.check("error")
def rejects_u_outside_the_open_interval(impl, draw):
    """A single u that is not strictly between 0 and 1 raises ValueError."""
    logits, u = draw.normal(4, 3), draw.uniform(4, 3)
    impl.gumbel_softmax(logits, u, 0.5)
    bad = [torch.where(torch.arange(12).reshape(4, 3) == 7, x, u) for x in (0.0, 1.0, -0.3, 1.4)]
    return [impl.gumbel_softmax.raises(logits, each, 0.5) for each in bad]


@gumbel.check("error")
def rejects_noise_of_another_shape(impl, draw):
    """logits and u of different shapes raise ValueError, broadcastable or not."""
    logits, u = draw.normal(4, 3), draw.uniform(4, 3)
    impl.gumbel_softmax(logits, u, 0.5)
    return (
        impl.gumbel_softmax.raises(logits, u[0], 0.5),
        impl.gumbel_softmax.raises(logits[:1], u, 0.5),
        impl.gumbel_softmax.raises(logits, u[:, :1], 0.5),
        impl.gumbel_softmax.raises(logits, u[:, :2], 0.5),
    )


# compare_estimators


def _sine(draw):
    return fixture("sine", a=draw.uniform(low=0.8, high=1.6))


@compare.check("value")
def one_row_an_estimator(impl, draw):
    """Row 0 is pathwise, row 1 score function; column 0 the mean, column 1 the variance."""
    f, mu = _sine(draw), draw.uniform(low=0.2, high=1)
    return impl.compare_estimators(f, mu, draw.uniform(low=1.3, high=2.5), draw.normal(7))


compare.float32(one_row_an_estimator)


@compare.check("value")
def a_narrow_distribution(impl, draw):
    """sigma may be well below 1: it is the standard deviation in both rows."""
    f, mu = fixture("square"), draw.uniform(low=-2, high=-1)
    return impl.compare_estimators(f, mu, draw.uniform(low=0.1, high=0.4), draw.normal(9))


@compare.check("edge")
def two_samples(impl, draw):
    """n = 2 is enough for a sample variance."""
    eps = draw.normal(2)
    return impl.compare_estimators(fixture("exponential"), draw.normal(), torch.tensor(0.7), eps)


@compare.check("edge")
def many_samples(impl, draw):
    """A longer list of samples changes nothing in the method."""
    sigma = draw.uniform(low=0.6, high=0.9)
    return impl.compare_estimators(_sine(draw), draw.normal(), sigma, draw.normal(300))


@compare.check("property")
def a_line_has_one_slope(impl, draw):
    """For a linear f the pathwise gradient does not vary at all; the other one does."""
    f = fixture("line", a=draw.uniform(low=1, high=3), b=draw.uniform(low=1, high=2))
    mu, sigma, eps = draw.normal(), draw.uniform(low=0.5, high=2), draw.normal(8)
    table = impl.compare_estimators(f, mu, sigma, eps)
    return table, expect.close(table[0, 1], 0.0, 1e-12, "the slopes differ by rounding at most")


@compare.check("property")
def a_constant_added_to_f(impl, draw):
    """Adding a constant to f leaves row 0 as it is and moves row 1: there is no baseline."""
    a, mu, sigma = draw.uniform(low=1, high=2), draw.normal(), draw.uniform(low=0.5, high=2)
    shift, eps = draw.uniform(low=1, high=3), draw.normal(8)
    low = impl.compare_estimators(fixture("line", a=a, b=torch.tensor(0.0)), mu, sigma, eps)
    high = impl.compare_estimators(fixture("line", a=a, b=shift), mu, sigma, eps)
    return low, high


@compare.check("stat")
def both_aim_at_the_same_gradient(impl, draw):
    """For f(z) = z^2 both means come close to 2 mu, and row 1 varies more."""
    n = draw.size(1000)
    one, eps = torch.tensor(1.0), draw.normal(n)
    table = impl.compare_estimators(fixture("square"), one, one, eps)
    why = "for mu = sigma = 1 the sd of one sample is 2 in row 0 and sqrt(30) in row 1"
    return (
        expect.estimate(table[0, 0], 2.0, 2 / math.sqrt(n), why),
        expect.estimate(table[1, 0], 2.0, math.sqrt(30 / n), why),
        expect.true(table[1, 1] > table[0, 1]),
    )


@compare.check("error")
def rejects_a_sigma_that_is_not_positive(impl, draw):
    """sigma <= 0 raises ValueError."""
    f, mu, sigma, eps = _sine(draw), draw.normal(), draw.uniform(low=0.5, high=2), draw.normal(5)
    impl.compare_estimators(f, mu, sigma, eps)
    return (
        impl.compare_estimators.raises(f, mu, torch.tensor(0.0), eps),
        impl.compare_estimators.raises(f, mu, -sigma, eps),
    )


@compare.check("error")
def rejects_fewer_than_two_samples(impl, draw):
    """n < 2 raises ValueError: one number has no sample variance."""
    f, mu, sigma, eps = _sine(draw), draw.normal(), draw.uniform(low=0.5, high=2), draw.normal(5)
    impl.compare_estimators(f, mu, sigma, eps)
    return (
        impl.compare_estimators.raises(f, mu, sigma, eps[:1]),
        impl.compare_estimators.raises(f, mu, sigma, eps[:0]),
    )


# reparam_full_cov


def _posterior(draw, b, d):
    """mu, raw and eps with a well-conditioned factor."""
    raw = 0.7 * draw.normal(b, d, d) + torch.diag_embed(draw.uniform(b, d, low=-0.5, high=1.5))
    return draw.normal(b, d), raw, draw.normal(b, d)


@full_cov.check("value")
def a_correlated_sample_and_its_log_density(impl, draw):
    """z = mu + L eps for every example, and log q(z) summed over D."""
    return impl.reparam_full_cov(*_posterior(draw, 4, 3))


full_cov.float32(a_correlated_sample_and_its_log_density)


@full_cov.check("value")
def as_many_examples_as_dimensions(impl, draw):
    """Batch and dimensions are not confused where B equals D."""
    return impl.reparam_full_cov(*_posterior(draw, 3, 3))


@full_cov.check("edge")
def one_example_or_one_dimension(impl, draw):
    """B = 1 and D = 1 keep their dimensions: z is (B, D), log q is (B,)."""
    smallest, one_example, one_dimension = (
        _posterior(draw, b, d) for b, d in ((1, 1), (1, 4), (3, 1))
    )
    return (
        impl.reparam_full_cov(*smallest),
        impl.reparam_full_cov(*one_example),
        impl.reparam_full_cov(*one_dimension),
    )


@full_cov.check("grad")
def gradients_of_the_sample(impl, draw):
    """Gradients of z reach mu and raw; entries of raw above the diagonal get 0."""
    mu, raw, eps = _posterior(draw, 2, 3)
    cot = (draw.normal(2, 3), None)
    return impl.reparam_full_cov.grad(mu, raw, eps, wrt=("mu", "raw"), cot=cot)


@full_cov.check("grad")
def gradients_of_the_log_density(impl, draw):
    """Gradients of log q reach the diagonal of raw."""
    mu, raw, eps = _posterior(draw, 2, 3)
    return impl.reparam_full_cov.grad(mu, raw, eps, wrt=("raw",), cot=(None, draw.normal(2)))


@full_cov.check("property")
def what_lies_above_the_diagonal(impl, draw):
    """Entries of raw above the diagonal change neither z nor log q."""
    mu, raw, eps = _posterior(draw, 3, 3)
    other = torch.tril(raw) + torch.triu(draw.normal(3, 3, 3, std=20.0), 1)
    return impl.reparam_full_cov(mu, raw, eps), impl.reparam_full_cov(mu, other, eps)


@full_cov.check("property")
def the_density_integrates_to_one(impl, draw):
    """In one dimension the area under exp(log q) over z is 1."""
    n = 401
    mu, raw = draw.normal().expand(n, 1), draw.uniform(low=-1, high=2).expand(n, 1, 1)
    eps = torch.linspace(-8, 8, n, dtype=torch.float64)[:, None]
    z, logq = impl.reparam_full_cov(mu, raw, eps)
    area = torch.trapezoid(logq.exp(), z[:, 0])
    why = "the trapezoidal rule is exact to 1e-14 here, and 8 sigma leave 1e-15 outside"
    return expect.close(area, 1.0, 1e-9, why)


@full_cov.check("stability", rtol=1e-8, atol=0)
def diagonals_of_any_size(impl, draw):
    """softplus of the diagonal neither overflows nor loses digits, for z and for log q."""
    raw = torch.tensor([1000.0, -30.0, -18.0, 60.0, 0.0]).reshape(5, 1, 1)
    return impl.reparam_full_cov(torch.zeros(5, 1), raw, draw.normal(5, 1))


@full_cov.check("stability", atol=0)
def a_large_diagonal_with_correlations(impl, draw):
    """A very large diagonal entry may stand beside ordinary ones: no NaN, no infinity."""
    mu, raw, eps = _posterior(draw, 2, 2)
    raw[0, 1, 1] = raw[1, 0, 0] = 1000.0
    return impl.reparam_full_cov(mu, raw, eps)


@full_cov.check("error")
def rejects_mu_and_eps_that_differ(impl, draw):
    """mu and eps must both be (B, D), otherwise ValueError."""
    mu, raw, eps = _posterior(draw, 4, 3)
    deep, deeper = draw.normal(2, 4, 3), draw.normal(2, 4, 3, 3)
    impl.reparam_full_cov(mu, raw, eps)
    return (
        impl.reparam_full_cov.raises(mu, raw, eps[:1]),
        impl.reparam_full_cov.raises(mu, raw, eps[0]),
        impl.reparam_full_cov.raises(mu, raw, eps[:, :2]),
        impl.reparam_full_cov.raises(mu[:1], raw, eps),
        impl.reparam_full_cov.raises(mu[0], raw[0], eps[0]),
        impl.reparam_full_cov.raises(deep, deeper, deep),
    )


@full_cov.check("error")
def rejects_raw_of_another_shape(impl, draw):
    """raw must be (B, D, D), otherwise ValueError, broadcastable or not."""
    mu, raw, eps = _posterior(draw, 4, 3)
    impl.reparam_full_cov(mu, raw, eps)
    return (
        impl.reparam_full_cov.raises(mu, raw[:1], eps),
        impl.reparam_full_cov.raises(mu, raw[0], eps),
        impl.reparam_full_cov.raises(mu, raw[:, :, :2], eps),
        impl.reparam_full_cov.raises(mu, raw[:, :2], eps),
        impl.reparam_full_cov.raises(mu, raw[:2], eps),
    )
