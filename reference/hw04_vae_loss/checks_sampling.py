"""Hidden checks of HW 4: the KL from samples, and the importance-weighted bound."""

import math

import torch

from autograder.assignment import expect

from . import iwae, sampled

ROUNDING = "both sides are sums of a few terms of order one: rounding stays below 1e-12"

# --- 6. KL by Monte Carlo -------------------------------------------------------------------


@sampled.check("value")
def averages_the_log_ratio(impl, draw):
    """Per example the mean over samples of log q(z) - log p(z), summed over dimensions."""
    mu, logvar = draw.normal(4, 3), draw.uniform(4, 3, low=-3, high=1)
    return impl.monte_carlo_kl(mu, logvar, draw.normal(6, 4, 3))


sampled.float32(averages_the_log_ratio)


@sampled.check("value")
def estimates_may_be_negative(impl, draw):
    """An estimate below zero is returned as it is."""
    eps, nearer = draw.normal(2, 5, 3), draw.uniform(5, 3, low=0.2, high=0.8)
    mu = -eps.mean(0) * nearer
    return impl.monte_carlo_kl(mu, torch.zeros_like(mu), eps)


@sampled.check("grad")
def the_full_gradient(impl, draw):
    """Gradients of mu and logvar flow through the samples and through log q's parameters."""
    mu, logvar = draw.normal(3, 2), draw.uniform(3, 2, low=-2, high=1)
    return impl.monte_carlo_kl.grad(
        mu, logvar, draw.normal(4, 3, 2), wrt=("mu", "logvar"), cot=draw.normal(3)
    )


@sampled.check("property")
def balanced_noise_gives_the_kl(impl, draw):
    """Noise of +1 and -1 in equal parts has the moments of a standard normal: no error is left."""
    mu, logvar = draw.normal(3, 2), draw.uniform(3, 2, low=-2, high=1)
    signs = torch.tensor([1.0, -1.0], dtype=mu.dtype).reshape(2, 1, 1).expand(2, 3, 2).clone()
    exact = 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1)
    estimate = impl.monte_carlo_kl(mu, logvar, signs)
    return expect.close(estimate, exact, atol=1e-9, why=ROUNDING), estimate


@sampled.check("property")
def the_order_of_samples_is_free(impl, draw):
    """Samples in another order, or each of them twice, give the same estimate."""
    mu, logvar, eps = draw.normal(3, 2), draw.uniform(3, 2, low=-2, high=1), draw.normal(5, 3, 2)
    order = draw.permutation(5)
    estimate = impl.monte_carlo_kl(mu, logvar, eps)
    shuffled = impl.monte_carlo_kl(mu, logvar, eps[order])
    twice = impl.monte_carlo_kl(mu, logvar, torch.cat([eps, eps]))
    return (
        expect.close(shuffled, estimate, atol=1e-9, why=ROUNDING),
        expect.close(twice, estimate, atol=1e-9, why=ROUNDING),
        estimate,
    )


@sampled.check("stat")
def settles_at_the_kl(impl, draw):
    """With many samples it comes close to the closed form."""
    n = draw.size(2000)
    mu, logvar, eps = draw.normal(2, 2), draw.uniform(2, 2, low=-1, high=1), draw.normal(n, 2, 2)
    variance = logvar.exp()
    exact = 0.5 * (mu**2 + variance - logvar - 1).sum(1)
    error = ((mu**2 * variance + 0.5 * (variance - 1) ** 2).sum(1) / n).sqrt()
    estimate = impl.monte_carlo_kl(mu, logvar, eps)
    why = "a sum of independent terms, whose variances are known"
    return expect.estimate(estimate, exact, error, why), estimate


@sampled.check("edge")
def one_sample_or_one_of_everything(impl, draw):
    """A single sample is a legal estimate; so is one example with one dimension."""
    mu, logvar = draw.normal(3, 2), draw.uniform(3, 2, low=-2, high=1)
    eps, many = draw.normal(1, 3, 2), draw.normal(4, 1, 1)
    return (
        impl.monte_carlo_kl(mu, logvar, eps),
        impl.monte_carlo_kl(mu[:1, :1], logvar[:1, :1], many),
        impl.monte_carlo_kl(mu[:1, :1], logvar[:1, :1], many[:1]),
    )


@sampled.check("error")
def noise_fits_the_parameters(impl, draw):
    """eps that is not S tensors of mu's shape raises ValueError, also where it would broadcast."""
    mu, logvar, eps = draw.normal(4, 3), draw.normal(4, 3), draw.normal(6, 4, 3)
    impl.monte_carlo_kl(mu, logvar, eps)
    return (
        impl.monte_carlo_kl.raises(mu, logvar, eps[:, :, :2]),
        impl.monte_carlo_kl.raises(mu, logvar, eps[:, :1]),
        impl.monte_carlo_kl.raises(mu, logvar, eps[:, :, :1]),
        impl.monte_carlo_kl.raises(mu, logvar, eps[0]),
        impl.monte_carlo_kl.raises(mu[:1], logvar[:1], eps),
    )


@sampled.check("error")
def parameters_have_one_shape(impl, draw):
    """mu and logvar of different shapes raise ValueError, also where they would broadcast."""
    mu, logvar, eps = draw.normal(4, 3), draw.normal(4, 3), draw.normal(6, 4, 3)
    impl.monte_carlo_kl(mu, logvar, eps)
    return (
        impl.monte_carlo_kl.raises(mu, logvar[:, :2], eps),
        impl.monte_carlo_kl.raises(mu, logvar[:, :1], eps),
        impl.monte_carlo_kl.raises(mu, logvar[0], eps),
    )


@sampled.check("error")
def an_estimate_needs_samples(impl, draw):
    """S = 0, no samples at all, raises ValueError."""
    mu, logvar, eps = draw.normal(4, 3), draw.normal(4, 3), draw.normal(6, 4, 3)
    impl.monte_carlo_kl(mu, logvar, eps)
    return impl.monte_carlo_kl.raises(mu, logvar, eps[:0])


# --- 7. The importance-weighted bound -------------------------------------------------------


def _log_densities(draw, samples, examples):
    """log p(x|z), log p(z) and log q(z|x), of order one and all different."""
    return (
        draw.normal(samples, examples, mean=-2.0, std=1.5),
        draw.normal(samples, examples, mean=-1.0),
        draw.normal(samples, examples, mean=-0.5),
    )


@iwae.check("value")
def averages_the_weights_inside_the_log(impl, draw):
    """Per example the log of the mean weight over the samples in dim 0."""
    return impl.iwae_bound(*_log_densities(draw, 5, 3))


iwae.float32(averages_the_weights_inside_the_log)


@iwae.check("value")
def as_many_samples_as_examples(impl, draw):
    """With S = B as well, samples are in dim 0 and examples in dim 1."""
    return impl.iwae_bound(*_log_densities(draw, 4, 4))


@iwae.check("grad")
def gradients_are_normalised_weights(impl, draw):
    """Its gradients with respect to all three arguments share out 1 by weight."""
    parts, cot = _log_densities(draw, 4, 3), draw.normal(3)
    return impl.iwae_bound.grad(*parts, wrt=("log_px_z", "log_pz", "log_qz"), cot=cot)


@iwae.check("grad")
def impossible_samples_get_no_gradient(impl, draw):
    """Beside finite log-weights one of -inf takes no gradient and spoils none."""
    log_px_z, log_pz, log_qz = _log_densities(draw, 4, 3)
    cot = draw.normal(3)
    log_px_z[2, 0] = -math.inf
    return impl.iwae_bound.grad(log_px_z, log_pz, log_qz, wrt=("log_px_z", "log_qz"), cot=cot)


@iwae.check("property")
def never_below_the_average_of_logs(impl, draw):
    """It is at least the mean log-weight, and repeating all samples does not change it."""
    parts = _log_densities(draw, 5, 3)
    bound = impl.iwae_bound(*parts)
    twice = impl.iwae_bound(*[torch.cat([part, part]) for part in parts])
    logs = (parts[0] + parts[1] - parts[2]).mean(0)
    close = expect.close(twice, bound, atol=1e-9, why=ROUNDING)
    return expect.true(bound >= logs - 1e-9), close, bound


@iwae.check("property")
def exact_where_q_is_the_posterior(impl, draw):
    """z ~ N(0, 1), x ~ N(z, 1), q the posterior: every weight is p(x), so the bound is exact."""
    x, noise = draw.normal(3, std=1.5), draw.normal(4, 3)
    z = x / 2 + math.sqrt(0.5) * noise
    log_px_z = -0.5 * (math.log(2 * math.pi) + (x - z) ** 2)
    log_pz = -0.5 * (math.log(2 * math.pi) + z**2)
    log_qz = -0.5 * (math.log(math.pi) + noise**2)
    exact = -0.5 * (math.log(4 * math.pi) + x**2 / 2)
    bound = impl.iwae_bound(log_px_z, log_pz, log_qz)
    return expect.close(bound, exact, atol=1e-9, why=ROUNDING), bound


@iwae.check("edge")
def one_sample_is_the_plain_bound(impl, draw):
    """S = 1 gives the one-sample evidence lower bound; one example gives shape (1,)."""
    one, single = _log_densities(draw, 1, 3), _log_densities(draw, 4, 1)
    least = [part[:1] for part in single]
    return impl.iwae_bound(*one), impl.iwae_bound(*single), impl.iwae_bound(*least)


@iwae.check("edge")
def impossible_samples_weigh_nothing(impl, draw):
    """A log-weight of -inf counts among the S samples but adds nothing to their mean."""
    log_px_z, log_pz, log_qz = _log_densities(draw, 4, 3)
    log_px_z[0, 0], log_px_z[2, 0], log_pz[1, 1] = -math.inf, -math.inf, -math.inf
    return impl.iwae_bound(log_px_z, log_pz, log_qz)


@iwae.check("edge")
def minus_infinity_if_nothing_is_possible(impl, draw):
    """An example whose log-weights are all -inf has the bound -inf, and the others keep theirs."""
    log_px_z, log_pz, log_qz = _log_densities(draw, 4, 3)
    log_px_z[:, 1] = -math.inf
    return impl.iwae_bound(log_px_z, log_pz, log_qz)


@iwae.check("stability", atol=0, rtol=1e-9)
def very_unlikely_data(impl, draw):
    """Log-weights around -1e4 do not underflow."""
    log_px_z, log_pz, log_qz = _log_densities(draw, 5, 3)
    return impl.iwae_bound(log_px_z - 1e4, log_pz, log_qz)


@iwae.check("stability", atol=0, rtol=1e-9)
def very_large_weights(impl, draw):
    """Log-weights around +1e4 do not overflow."""
    log_px_z, log_pz, log_qz = _log_densities(draw, 5, 3)
    return impl.iwae_bound(log_px_z, log_pz, log_qz - 1e4)


@iwae.check("stability", atol=0, rtol=1e-9)
def examples_far_apart(impl, draw):
    """Log-weights around -1e4, 0 and +1e4 in one batch: no example spoils another's bound."""
    log_px_z, log_pz, log_qz = _log_densities(draw, 5, 3)
    level = torch.tensor([-1e4, 0.0, 1e4], dtype=log_px_z.dtype)
    return impl.iwae_bound(log_px_z + level, log_pz, log_qz)


@iwae.check("error")
def all_three_have_one_shape(impl, draw):
    """Arguments of different shapes raise ValueError, also where they would broadcast."""
    log_px_z, log_pz, log_qz = _log_densities(draw, 5, 3)
    impl.iwae_bound(log_px_z, log_pz, log_qz)
    return (
        impl.iwae_bound.raises(log_px_z, log_pz[:4], log_qz),
        impl.iwae_bound.raises(log_px_z, log_pz[:1], log_qz),
        impl.iwae_bound.raises(log_px_z, log_pz[:, :1], log_qz),
        impl.iwae_bound.raises(log_px_z, log_pz, log_qz[:4]),
        impl.iwae_bound.raises(log_px_z, log_pz, log_qz[:1]),
        impl.iwae_bound.raises(log_px_z, log_pz, log_qz[0]),
        impl.iwae_bound.raises(log_px_z[:1], log_pz, log_qz),
    )


@iwae.check("error")
def a_bound_needs_samples(impl, draw):
    """S = 0, no samples at all, raises ValueError."""
    parts = _log_densities(draw, 5, 3)
    impl.iwae_bound(*parts)
    return impl.iwae_bound.raises(*[part[:0] for part in parts])
