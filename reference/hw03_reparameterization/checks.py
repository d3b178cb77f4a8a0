"""Hidden checks of hw03: a Gaussian sample and two ways to differentiate through it.

The discrete sample, the comparison and the full covariance are in checks_more.
"""

import math

import torch

from autograder.assignment import expect, fixture, tracked

from . import pathwise, reparameterize, score

# reparameterize


@reparameterize.check("value")
def shifts_and_scales_the_noise(impl, draw):
    """Each entry of eps is scaled by its own standard deviation and shifted by its own mean."""
    mu, logvar = draw.normal(4, 3), draw.uniform(4, 3, low=-3, high=3)
    return impl.reparameterize(mu, logvar, draw.normal(4, 3))


reparameterize.float32(shifts_and_scales_the_noise)


@reparameterize.check("broadcast")
def works_entry_by_entry_in_any_shape(impl, draw):
    """mu, logvar and eps may have any common shape."""
    mu, logvar, eps = draw.normal(2, 3, 4), draw.normal(2, 3, 4), draw.normal(2, 3, 4)
    line = draw.normal(5), draw.normal(5), draw.normal(5)
    return impl.reparameterize(mu, logvar, eps), impl.reparameterize(*line)


@reparameterize.check("edge")
def a_batch_of_one(impl, draw):
    """One example with one latent dimension gives shape (1, 1)."""
    return impl.reparameterize(draw.normal(1, 1), draw.normal(1, 1), draw.normal(1, 1))


@reparameterize.check("edge")
def no_variance_gives_the_mean(impl, draw):
    """Where logvar is -inf the standard deviation is 0 and z is mu."""
    mu, logvar, eps = draw.normal(3, 2), draw.normal(3, 2), draw.normal(3, 2)
    logvar[0, 0] = logvar[2, 1] = -math.inf
    still = logvar == -math.inf
    z = impl.reparameterize(mu, logvar, eps)
    return z[~still], expect.true(z[still] == mu[still])


@reparameterize.check("grad")
def gradients_reach_mu_and_logvar(impl, draw):
    """dz/dmu is 1 and dz/dlogvar is sigma * eps / 2."""
    mu, logvar = draw.normal(4, 3), draw.uniform(4, 3, low=-2, high=2)
    eps, cot = draw.normal(4, 3), draw.normal(4, 3)
    return impl.reparameterize.grad(mu, logvar, eps, wrt=("mu", "logvar"), cot=cot)


@reparameterize.check("grad")
def the_mean_learns_without_variance(impl, draw):
    """dz/dmu is 1 also where logvar is -inf."""
    mu, logvar, eps, cot = (draw.normal(3, 2) for _ in range(4))
    logvar[1, 0] = -math.inf
    return impl.reparameterize.grad(mu, logvar, eps, wrt=("mu",), cot=cot)


@reparameterize.check("stability", rtol=1e-9, atol=0)
def very_large_and_very_small_variances(impl, draw):
    """A very large or very negative logvar gives the exact scale: nothing is clipped or added."""
    origin, usual, eps = torch.zeros(3, 2), draw.normal(3, 2), draw.normal(3, 2)
    logvar = torch.tensor([[700.0, -700.0], [400.0, -300.0], [60.0, -80.0]], dtype=torch.float64)
    z = impl.reparameterize(origin, logvar, eps)
    doubled = impl.reparameterize(origin, logvar + 2 * math.log(2), eps)
    why = "rounding of a logvar of 700"
    return (
        impl.reparameterize(origin, usual, eps),
        expect.close((doubled / z)[:, 0], 2.0, 1e-9, why),
        expect.close((doubled / z)[:, 1], 2.0, 1e-9, why),
    )


@reparameterize.check("error")
def rejects_shapes_that_differ(impl, draw):
    """mu, logvar and eps of different shapes raise ValueError, broadcastable or not."""
    mu, logvar, eps = draw.normal(4, 3), draw.normal(4, 3), draw.normal(4, 3)
    impl.reparameterize(mu, logvar, eps)
    return (
        impl.reparameterize.raises(mu, logvar, eps[0]),
        impl.reparameterize.raises(mu, logvar[:1], eps),
        impl.reparameterize.raises(mu[:, :1], logvar, eps),
        impl.reparameterize.raises(mu, logvar[:, :1], eps[:, :1]),
        impl.reparameterize.raises(mu[:2], logvar, eps),
        impl.reparameterize.raises(mu, logvar, eps[:, :2]),
    )


@reparameterize.check("error")
def rejects_a_logvar_that_is_no_variance(impl, draw):
    """A NaN or +inf in logvar raises ValueError."""
    mu, logvar, eps = draw.normal(4, 3), draw.normal(4, 3), draw.normal(4, 3)
    impl.reparameterize(mu, logvar, eps)
    nan, inf = logvar.clone(), logvar.clone()
    nan[2, 1], inf[0, 2] = math.nan, math.inf
    return impl.reparameterize.raises(mu, nan, eps), impl.reparameterize.raises(mu, inf, eps)


# pathwise_grad


def _wave(draw, d):
    return fixture("wave_and_product", w=draw.uniform(d, low=0.5, high=1.5))


@pathwise.check("value")
def differentiates_through_the_sample(impl, draw):
    """dJ/dmu and dJ/dlogvar of J, the mean of f over the n samples, each of shape (D,)."""
    f = _wave(draw, 3)
    mu, logvar, eps = draw.normal(3), draw.uniform(3, low=-2, high=1), draw.normal(5, 3)
    return impl.pathwise_grad(f, mu, logvar, eps)


pathwise.float32(differentiates_through_the_sample)


@pathwise.check("value")
def another_f_with_as_many_samples_as_dimensions(impl, draw):
    """It works for any f from (m, D) to (m,), also where n equals D."""
    f = fixture("bumps", w=draw.uniform(4, low=0.3, high=1.0))
    mu, logvar, eps = draw.normal(4), draw.uniform(4, low=-2, high=1), draw.normal(4, 4)
    return impl.pathwise_grad(f, mu, logvar, eps)


@pathwise.check("edge")
def one_sample_in_one_dimension(impl, draw):
    """n = 1 and D = 1 give two tensors of shape (1,)."""
    f = _wave(draw, 1)
    return impl.pathwise_grad(f, draw.normal(1), draw.normal(1), draw.normal(1, 1))


@pathwise.check("edge")
def coordinates_that_f_ignores(impl, draw):
    """Coordinates of z on which f does not depend get gradient 0."""
    mu, logvar, eps = draw.normal(3), draw.normal(3), draw.normal(4, 3)
    return impl.pathwise_grad(fixture("first_coordinate_cubed"), mu, logvar, eps)


@pathwise.check("edge")
def noise_that_happens_to_be_zero(impl, draw):
    """With eps = 0 every sample is mu: logvar gets gradient 0. With other eps it does not."""
    f = _wave(draw, 2)
    mu, logvar, eps = draw.normal(2), draw.normal(2), draw.normal(3, 2)
    still = impl.pathwise_grad(f, mu, logvar, torch.zeros(3, 2))
    return still, impl.pathwise_grad(f, mu, logvar, eps)


@pathwise.check("property")
def leaves_no_trace_in_the_callers_tensors(impl, draw):
    """mu.grad and logvar.grad stay None, and the two results do not require grad."""
    f = _wave(draw, 3)
    mu, logvar, eps = draw.normal(3), draw.normal(3), draw.normal(5, 3)
    claims = impl.pathwise_grad.effects(f, tracked(mu), tracked(logvar), eps)
    return claims, impl.pathwise_grad(f, mu, logvar, eps)


@pathwise.check("property")
def the_same_samples_twice(impl, draw):
    """Listing every sample twice changes nothing: J is a mean."""
    f = _wave(draw, 2)
    mu, logvar, eps = draw.normal(2), draw.normal(2), draw.normal(3, 2)
    once = impl.pathwise_grad(f, mu, logvar, eps)
    return once, impl.pathwise_grad(f, mu, logvar, torch.cat([eps, eps]))


@pathwise.check("stat")
def estimates_the_gradient_of_the_expectation(impl, draw):
    """For f = sum of squares it comes close to (2 mu, sigma^2), the gradient of E[f(z)]."""
    n = draw.size(1000)
    f, one, eps = fixture("sum_of_squares"), torch.ones(1), draw.normal(n, 1)
    to_mu, to_logvar = impl.pathwise_grad(f, one, torch.zeros(1), eps)
    why = "for mu = sigma = 1 the sd of one sample is 2 for mu and sqrt(3) for logvar"
    return (
        expect.estimate(to_mu, 2 * one, 2 / math.sqrt(n), why),
        expect.estimate(to_logvar, one, math.sqrt(3 / n), why),
    )


@pathwise.check("error")
def rejects_shapes_that_do_not_fit(impl, draw):
    """mu and logvar other than (D,), or eps other than (n, D), raise ValueError."""
    f = fixture("sum_of_squares")
    mu, logvar, eps = draw.normal(3), draw.normal(3), draw.normal(5, 3)
    cube = draw.normal(5, 2, 3)
    impl.pathwise_grad(f, mu, logvar, eps)
    return (
        impl.pathwise_grad.raises(f, mu, logvar[:1], eps),
        impl.pathwise_grad.raises(f, mu, logvar[0], eps),
        impl.pathwise_grad.raises(f, mu[:1], logvar[:1], eps),
        impl.pathwise_grad.raises(f, mu[:1], logvar, eps),
        impl.pathwise_grad.raises(f, mu, logvar, eps[:, :1]),
        impl.pathwise_grad.raises(f, mu, logvar, eps[:, :2]),
        impl.pathwise_grad.raises(f, mu, logvar, eps[0]),
        impl.pathwise_grad.raises(f, cube[0], cube[1], cube),
        impl.pathwise_grad.raises(f, mu[0], logvar[0], eps[:, 0]),
    )


@pathwise.check("error")
def rejects_an_empty_list_of_samples(impl, draw):
    """n = 0 raises ValueError: there is nothing to average."""
    f = fixture("sum_of_squares")
    mu, logvar, eps = draw.normal(3), draw.normal(3), draw.normal(5, 3)
    impl.pathwise_grad(f, mu, logvar, eps)
    return impl.pathwise_grad.raises(f, mu, logvar, eps[:0])


# score_function_grad


@score.check("value")
def weighs_the_score_of_every_sample(impl, draw):
    """The mean over n of (f_i - baseline) times the score of mu and of logvar, each (D,)."""
    fz, z, mu = draw.normal(5, mean=1.0), draw.normal(5, 3), draw.normal(3)
    logvar, baseline = draw.uniform(3, low=-1.5, high=1.5), float(draw.uniform(low=0.4, high=2))
    return impl.score_function_grad(fz, z, mu, logvar, baseline)


score.float32(weighs_the_score_of_every_sample)


@score.check("value")
def as_many_samples_as_dimensions(impl, draw):
    """It pairs f_i with z_i also where n equals D; the baseline is 0 if none is given."""
    fz, z, mu = draw.normal(4, mean=1.0), draw.normal(4, 4), draw.normal(4)
    return impl.score_function_grad(fz, z, mu, draw.uniform(4, low=-1.5, high=1.5))


@score.check("edge")
def a_single_sample(impl, draw):
    """n = 1 and D = 1, without a baseline, give two tensors of shape (1,)."""
    fz, z = draw.uniform(1, low=0.5, high=2), draw.normal(1, 1)
    return impl.score_function_grad(fz, z, draw.normal(1), draw.normal(1))


@score.check("edge")
def a_baseline_that_explains_everything(impl, draw):
    """Where every f_i equals the baseline both gradients are 0; with another baseline not."""
    z, mu, logvar = draw.normal(6, 2), draw.normal(2), draw.normal(2)
    b = float(draw.uniform(low=1, high=3))
    fz = torch.full((6,), b)
    nothing = impl.score_function_grad(fz, z, mu, logvar, b)
    return nothing, impl.score_function_grad(fz, z, mu, logvar, -b)


@score.check("property")
def every_sample_listed_twice(impl, draw):
    """Listing every sample twice changes nothing: the estimate is a mean."""
    fz, z, mu, logvar = draw.normal(4, mean=1.0), draw.normal(4, 2), draw.normal(2), draw.normal(2)
    b = float(draw.uniform(low=0.4, high=2))
    once = impl.score_function_grad(fz, z, mu, logvar, b)
    return once, impl.score_function_grad(torch.cat([fz, fz]), torch.cat([z, z]), mu, logvar, b)


@score.check("property")
def treats_f_and_z_as_constants(impl, draw):
    """fz and z may come out of a network and still require grad; the gradients are the same."""
    fz, z, mu, logvar = draw.normal(4, mean=1.0), draw.normal(4, 2), draw.normal(2), draw.normal(2)
    return impl.score_function_grad(tracked(fz), tracked(z), mu, logvar, 0.5)


@score.check("stat")
def estimates_without_differentiating_f(impl, draw):
    """From the values of f(z) = z^2 alone it comes close to (2 mu, sigma^2)."""
    n = draw.size(3000)
    one, eps = torch.ones(1), draw.normal(n, 1)
    z = 1 + eps
    to_mu, to_logvar = impl.score_function_grad((z**2)[:, 0], z, one, torch.zeros(1), 2.0)
    why = "for mu = sigma = 1 and b = 2 the sd of one sample is sqrt(18) and sqrt(24)"
    return (
        expect.estimate(to_mu, 2 * one, math.sqrt(18 / n), why, sigmas=8),
        expect.estimate(to_logvar, one, math.sqrt(24 / n), why, sigmas=8),
    )


@score.check("stability", atol=0)
def very_narrow_and_very_wide(impl, draw):
    """The variance may be tiny or huge: nothing is added to it and nothing is clipped."""
    logvar = torch.tensor([-200.0, 200.0, -60.0], dtype=torch.float64)
    z = (logvar / 2).exp() * draw.normal(6, 3)
    fz = draw.uniform(6, low=0.5, high=3)
    return impl.score_function_grad(fz, z, torch.zeros(3), logvar, 0.25)


@score.check("error")
def rejects_a_logvar_that_is_not_finite(impl, draw):
    """NaN, +inf or -inf in logvar raises ValueError."""
    fz, z, mu, logvar = draw.normal(5), draw.normal(5, 3), draw.normal(3), draw.normal(3)
    impl.score_function_grad(fz, z, mu, logvar, 0.5)
    bad = [torch.where(torch.arange(3) == 1, x, logvar) for x in (math.inf, -math.inf, math.nan)]
    return [impl.score_function_grad.raises(fz, z, mu, each, 0.5) for each in bad]


@score.check("error")
def rejects_samples_that_do_not_fit(impl, draw):
    """fz other than (n,), z other than (n, D), or n = 0, raise ValueError."""
    fz, z, mu, logvar = draw.normal(5), draw.normal(5, 3), draw.normal(3), draw.normal(3)
    cube = draw.normal(5, 2, 3)
    impl.score_function_grad(fz, z, mu, logvar)
    return (
        impl.score_function_grad.raises(fz[:4], z, mu, logvar),
        impl.score_function_grad.raises(fz[:1], z, mu, logvar),
        impl.score_function_grad.raises(fz[0], z, mu, logvar),
        impl.score_function_grad.raises(fz[:, None], z, mu, logvar),
        impl.score_function_grad.raises(fz, z[:, 0], mu[0], logvar[0]),
        impl.score_function_grad.raises(fz, cube, cube[0], cube[1]),
        impl.score_function_grad.raises(fz[:0], z[:0], mu, logvar),
    )


@score.check("error")
def rejects_parameters_that_do_not_fit(impl, draw):
    """mu or logvar other than (D,) raises ValueError, broadcastable or not."""
    fz, z, mu, logvar = draw.normal(5), draw.normal(5, 3), draw.normal(3), draw.normal(3)
    impl.score_function_grad(fz, z, mu, logvar)
    return (
        impl.score_function_grad.raises(fz, z, mu[:1], logvar),
        impl.score_function_grad.raises(fz, z, mu[:1], logvar[:1]),
        impl.score_function_grad.raises(fz, z, mu, logvar[:1]),
        impl.score_function_grad.raises(fz, z, mu, logvar[0]),
        impl.score_function_grad.raises(fz, z, mu[:2], logvar[:2]),
        impl.score_function_grad.raises(fz, z, mu[None], logvar[None]),
    )


from . import checks_more  # noqa: E402, F401 - registers the other three questions' checks
