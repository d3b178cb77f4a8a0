"""Hidden checks of HW 4: the two KL divergences in closed form."""

import math

import torch

from autograder.assignment import expect

from . import kl_pair, kl_prior

ROUNDING = "both sides are sums of a few terms of order one: rounding stays below 1e-13"
CONTRACT = "the contract allows 1e-12 for rounding"

# --- 3. KL to the prior ---------------------------------------------------------------------


@kl_prior.check("value")
def matches_the_closed_form(impl, draw):
    """One value per example: a sum over the latent dimensions, nothing over the batch."""
    return impl.kl_standard_normal(draw.normal(5, 3), draw.uniform(5, 3, low=-8, high=3))


kl_prior.float32(matches_the_closed_form)


@kl_prior.check("grad")
def pulls_towards_the_prior(impl, draw):
    """Its gradients with respect to mu and logvar are those of the KL."""
    mu, logvar = draw.normal(5, 3), draw.uniform(5, 3, low=-3, high=2)
    return impl.kl_standard_normal.grad(mu, logvar, wrt=("mu", "logvar"), cot=draw.normal(5))


@kl_prior.check("property")
def zero_at_the_prior_alone(impl, draw):
    """It is 0 for mu = 0, logvar = 0, and above 0 as soon as either one leaves."""
    mu, logvar = draw.uniform(4, 3, low=0.1, high=1), draw.uniform(4, 3, low=0.1, high=1)
    zero = torch.zeros_like(mu)
    at_prior = impl.kl_standard_normal(zero, zero)
    moved, wider = impl.kl_standard_normal(mu, zero), impl.kl_standard_normal(zero, logvar)
    narrower = impl.kl_standard_normal(zero, -logvar)
    return (
        expect.close(at_prior, 0.0, atol=1e-12, why=CONTRACT),
        expect.true((moved > 0) & (wider > 0) & (narrower > 0)),
        moved,
        wider,
        narrower,
    )


@kl_prior.check("property")
def never_below_zero(impl, draw):
    """It is never negative, near the prior or far from it."""
    mu, logvar = draw.normal(200, 2), draw.normal(200, 2)
    near = impl.kl_standard_normal(1e-3 * mu, 1e-3 * logvar)
    far = impl.kl_standard_normal(mu, logvar)
    return expect.true((near >= -1e-12) & (far >= -1e-12)), far


@kl_prior.check("property")
def adds_up_over_dimensions(impl, draw):
    """Independent latent dimensions: the KL of all is the sum of the KLs of each."""
    mu, logvar = draw.normal(5, 3), draw.uniform(5, 3, low=-3, high=2)
    whole = impl.kl_standard_normal(mu, logvar)
    first = impl.kl_standard_normal(mu[:, :1], logvar[:, :1])
    rest = impl.kl_standard_normal(mu[:, 1:], logvar[:, 1:])
    return expect.close(whole, first + rest, atol=1e-9, why=ROUNDING), whole, first


@kl_prior.check("edge")
def keeps_one_example_of_one_dimension(impl, draw):
    """One example with one latent dimension gives shape (1,)."""
    return impl.kl_standard_normal(draw.normal(1, 1), draw.uniform(1, 1, low=-3, high=2))


@kl_prior.check("edge")
def infinite_for_a_point(impl, draw):
    """logvar = -inf gives +inf for that example and leaves the others alone."""
    mu, logvar = draw.normal(3, 2), draw.uniform(3, 2, low=-3, high=2)
    logvar[1, 0] = -math.inf
    return impl.kl_standard_normal(mu, logvar)


@kl_prior.check("stability", atol=0)
def far_means_and_tiny_variances(impl, draw):
    """A mean of 1e6 or a logvar of -300 gives the exact value, neither infinity nor a cut."""
    mu, logvar = draw.normal(3, 2), draw.uniform(3, 2, low=-3, high=2)
    far, tiny = draw.normal(3, 2, std=1e6), draw.uniform(3, 2, low=-300, high=-200)
    return impl.kl_standard_normal(far, logvar), impl.kl_standard_normal(mu, tiny)


@kl_prior.check("stability", atol=1e-12, rtol=1e-6)
def keeps_its_digits_near_the_prior(impl, draw):
    """Close to the prior the KL is tiny, and right to within 1e-12."""
    mu, logvar = draw.normal(50, 2, std=1e-3), draw.normal(50, 2, std=1e-3)
    return impl.kl_standard_normal(mu, logvar)


@kl_prior.check("error")
def mu_is_two_dimensional(impl, draw):
    """mu and logvar that are not 2-D raise ValueError."""
    mu, logvar = draw.normal(2, 4, 3), draw.normal(2, 4, 3)
    impl.kl_standard_normal(mu[0], logvar[0])
    return (
        impl.kl_standard_normal.raises(mu[0, 0], logvar[0, 0]),
        impl.kl_standard_normal.raises(mu, logvar),
    )


@kl_prior.check("error")
def mu_and_logvar_have_one_shape(impl, draw):
    """mu and logvar of different shapes raise ValueError, also where they would broadcast."""
    mu, logvar = draw.normal(5, 3), draw.normal(5, 3)
    impl.kl_standard_normal(mu, logvar)
    return (
        impl.kl_standard_normal.raises(mu, logvar[:, :2]),
        impl.kl_standard_normal.raises(mu, logvar[:, :1]),
        impl.kl_standard_normal.raises(mu, logvar[:1]),
        impl.kl_standard_normal.raises(mu, logvar[0]),
        impl.kl_standard_normal.raises(mu[:1], logvar),
    )


# --- 4. KL between two diagonal Gaussians ---------------------------------------------------


@kl_pair.check("value")
def matches_the_divergence_of_q_from_p(impl, draw):
    """One value per example, q first: a sum over dimensions, nothing over the batch."""
    mu_q, mu_p = draw.normal(4, 3), draw.normal(4, 3)
    logvar_q, logvar_p = draw.uniform(4, 3, low=-2, high=2), draw.uniform(4, 3, low=-2, high=2)
    return impl.kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p)


kl_pair.float32(matches_the_divergence_of_q_from_p)


@kl_pair.check("broadcast")
def one_prior_for_all_examples(impl, draw):
    """mu_p of shape (D,), logvar_p of shape (D,), or both of them, serve every example."""
    mu_q, mu_p, means = draw.normal(4, 3), draw.normal(3), draw.normal(4, 3)
    logvar_q, logvar_p = draw.uniform(4, 3, low=-2, high=2), draw.uniform(3, low=-2, high=2)
    logvars = draw.uniform(4, 3, low=-2, high=2)
    return (
        impl.kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p),
        impl.kl_diag_gaussians(mu_q, logvar_q, means, logvar_p),
        impl.kl_diag_gaussians(mu_q, logvar_q, mu_p, logvars),
    )


@kl_pair.check("grad")
def gradients_reach_all_four(impl, draw):
    """Its gradients with respect to all four arguments are those of the KL."""
    mu_q, mu_p = draw.normal(3, 2), draw.normal(3, 2)
    logvar_q, logvar_p = draw.uniform(3, 2, low=-2, high=2), draw.uniform(3, 2, low=-2, high=2)
    names = ("mu_q", "logvar_q", "mu_p", "logvar_p")
    return impl.kl_diag_gaussians.grad(
        mu_q, logvar_q, mu_p, logvar_p, wrt=names, cot=draw.normal(3)
    )


@kl_pair.check("grad")
def a_shared_prior_learns_from_all_examples(impl, draw):
    """mu_p and logvar_p of shape (D,) collect gradient from the whole batch."""
    mu_q, mu_p = draw.normal(3, 2), draw.normal(2)
    logvar_q, logvar_p = draw.uniform(3, 2, low=-2, high=2), draw.uniform(2, low=-2, high=2)
    return impl.kl_diag_gaussians.grad(
        mu_q, logvar_q, mu_p, logvar_p, wrt=("mu_p", "logvar_p"), cot=draw.normal(3)
    )


@kl_pair.check("property")
def zero_where_q_equals_p(impl, draw):
    """It is 0 where q and p are equal, and above 0 where a mean or a variance differs."""
    mu, logvar = draw.normal(4, 3), draw.uniform(4, 3, low=-2, high=2)
    step = draw.uniform(4, 3, low=0.1, high=1)
    equal = impl.kl_diag_gaussians(mu, logvar, mu, logvar)
    moved = impl.kl_diag_gaussians(mu, logvar, mu + step, logvar)
    wider = impl.kl_diag_gaussians(mu, logvar, mu, logvar - step)
    return (
        expect.close(equal, 0.0, atol=1e-12, why=CONTRACT),
        expect.true((moved > 0) & (wider > 0)),
        moved,
        wider,
    )


@kl_pair.check("property")
def never_negative_near_equality(impl, draw):
    """It is never negative, where q and p nearly agree or where they don't."""
    mu, logvar = draw.normal(200, 2), draw.uniform(200, 2, low=-1, high=1)
    step, other = draw.normal(200, 2), draw.normal(200, 2)
    near = impl.kl_diag_gaussians(mu, logvar, mu + 1e-3 * step, logvar + 1e-3 * other)
    far = impl.kl_diag_gaussians(mu, logvar, mu + step, logvar + other)
    return expect.true((near >= -1e-12) & (far >= -1e-12)), far


@kl_pair.check("edge")
def keeps_one_pair_of_one_dimension(impl, draw):
    """One example with one dimension gives shape (1,), with p of shape (1, 1) or (1,)."""
    mu_q, logvar_q, mu_p, logvar_p = draw.normal(4, 1, 1)
    return (
        impl.kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p),
        impl.kl_diag_gaussians(mu_q, logvar_q, mu_p[0], logvar_p[0]),
    )


@kl_pair.check("stability", atol=1e-12)
def variances_may_be_extreme_together(impl, draw):
    """Both log-variances near -600, or both near 800: the value depends on their difference."""
    mu, gap = draw.normal(4, 3), draw.uniform(4, 3, low=0.2, high=1)
    low, high = torch.full_like(mu, -600.0), torch.full_like(mu, 800.0)
    return (
        impl.kl_diag_gaussians(mu, low, mu, low),
        impl.kl_diag_gaussians(mu, high, mu, high),
        impl.kl_diag_gaussians(mu, low, mu, low + gap),
        impl.kl_diag_gaussians(mu, high, mu, high - gap),
    )


@kl_pair.check("error")
def q_is_given_per_example(impl, draw):
    """mu_q that is not 2-D, or logvar_q of another shape, raises ValueError."""
    mu_q, logvar_q, mu_p, logvar_p = draw.normal(4, 5, 3)
    deep = torch.stack([mu_q, mu_p])
    impl.kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p)
    return (
        impl.kl_diag_gaussians.raises(mu_q[0], logvar_q[0], mu_p[0], logvar_p[0]),
        impl.kl_diag_gaussians.raises(deep, deep, deep, deep),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q[:, :2], mu_p, logvar_p),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q[:, :1], mu_p, logvar_p),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q[0], mu_p, logvar_p),
    )


@kl_pair.check("error")
def mean_of_p_has_a_listed_shape(impl, draw):
    """mu_p of any shape but (B, D) or (D,) raises ValueError, also where it would broadcast."""
    mu_q, logvar_q, mu_p, logvar_p = draw.normal(4, 5, 3)
    impl.kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p)
    return (
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p[:, :1], logvar_p),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p[:1], logvar_p),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p[:, :2], logvar_p),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p[:, 0], logvar_p),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p[0, 0], logvar_p),
    )


@kl_pair.check("error")
def variance_of_p_has_a_listed_shape(impl, draw):
    """logvar_p of any shape but (B, D) or (D,) raises ValueError, also where it would broadcast."""
    mu_q, logvar_q, mu_p, logvar_p = draw.normal(4, 5, 3)
    impl.kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p)
    return (
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p, logvar_p[:, :1]),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p, logvar_p[:1]),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p, logvar_p[:, :2]),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p, logvar_p[:, 0]),
        impl.kl_diag_gaussians.raises(mu_q, logvar_q, mu_p, logvar_p[0, 0]),
    )
