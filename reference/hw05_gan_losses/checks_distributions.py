"""Hidden checks of the Wasserstein critic and of the optimal discriminator."""

import math

import torch

from autograder.assignment import expect, fixture

from . import optimal, wgan

# 5. Wasserstein with gradient penalty


def _critic(draw, d):
    return fixture(
        "smooth_critic",
        w=draw.normal(4, d),
        v=draw.normal(4),
        q=draw.uniform(d, low=0.2, high=1.5),
    )


def _shallow(draw, d):
    """A critic whose slope is far below 1 wherever samples lie."""
    return fixture(
        "smooth_critic",
        w=draw.uniform(4, d, low=-0.5, high=0.5),
        v=draw.uniform(4, low=-0.1, high=0.1),
        q=draw.uniform(d, low=0.05, high=0.15),
    )


@wgan.check("value")
def scores_and_penalises_vectors(impl, draw):
    """Both results for samples that are vectors, with an alpha of its own for each."""
    critic, real, fake = _critic(draw, 3), draw.normal(4, 3), draw.normal(4, 3)
    return impl.wgan_gp_loss(critic, real, fake, draw.uniform(4), 10.0)


wgan.float32(scores_and_penalises_vectors)


@wgan.check("value")
def penalises_shallow_slopes(impl, draw):
    """A slope below 1 is penalised as well."""
    critic, real, fake = _shallow(draw, 3), draw.normal(5, 3), draw.normal(5, 3)
    return impl.wgan_gp_loss(critic, real, fake, draw.uniform(5))


@wgan.check("value")
def weighs_the_penalty_by_lam(impl, draw):
    """The penalty is already multiplied by lam; the first result never is."""
    critic, real, fake = _critic(draw, 2), draw.normal(6, 2), draw.normal(6, 2)
    alpha, lam = draw.uniform(6), float(draw.uniform(low=0.3, high=3))
    return (
        impl.wgan_gp_loss(critic, real, fake, alpha, lam=lam),
        impl.wgan_gp_loss(critic, real, fake, alpha),
    )


@wgan.check("broadcast")
def measures_one_slope_an_image(impl, draw):
    """For images the norm runs over every dimension but the batch."""
    critic, real, fake = _critic(draw, 8), draw.normal(3, 2, 2, 2), draw.normal(3, 2, 2, 2)
    return impl.wgan_gp_loss(critic, real, fake, draw.uniform(3), 10.0)


@wgan.check("grad")
def penalty_reaches_the_critic(impl, draw):
    """The gradient of gp reaches the critic's parameters."""
    critic, real, fake = _critic(draw, 3), draw.normal(4, 3), draw.normal(4, 3)
    alpha, cot = draw.uniform(4), draw.uniform(low=0.5, high=2.0)
    wrt = ("critic.w", "critic.v", "critic.q")
    return impl.wgan_gp_loss.grad(critic, real, fake, alpha, 10.0, wrt=wrt, cot=(None, cot))


@wgan.check("grad")
def both_results_reach_the_critic(impl, draw):
    """The gradient of any weighted sum of w and gp reaches the critic's parameters."""
    critic, real, fake = _critic(draw, 4), draw.normal(3, 1, 2, 2), draw.normal(3, 1, 2, 2)
    alpha, cots = draw.uniform(3), draw.uniform(2, low=0.5, high=2.0)
    wrt, cot = ("critic.w", "critic.v", "critic.q"), (cots[0], cots[1])
    return impl.wgan_gp_loss.grad(critic, real, fake, alpha, 2.0, wrt=wrt, cot=cot)


@wgan.check("property")
def spares_a_slope_of_one(impl, draw):
    """A critic of slope 1 everywhere pays no penalty."""
    real, fake, alpha = draw.normal(4, 5), draw.normal(4, 5), draw.uniform(4)
    even = impl.wgan_gp_loss(fixture("scaled_sum", scale=1 / math.sqrt(5)), real, fake, alpha)
    steep = impl.wgan_gp_loss(fixture("scaled_sum", scale=-1.5), real, fake, alpha)
    return even, steep


@wgan.check("edge")
def drops_the_penalty_at_lam_zero(impl, draw):
    """lam = 0 is allowed and leaves the first result as it is."""
    critic, real, fake = _critic(draw, 3), draw.normal(4, 3), draw.normal(4, 3)
    alpha = draw.uniform(4)
    return (
        impl.wgan_gp_loss(critic, real, fake, alpha, 0.0),
        impl.wgan_gp_loss(critic, real, fake, alpha, 1.0),
    )


@wgan.check("edge")
def reaches_both_end_points(impl, draw):
    """alpha may be exactly 0 or 1: the points are then the samples themselves."""
    critic, real, fake = _critic(draw, 3), draw.normal(4, 3), draw.normal(4, 3)
    ends = torch.tensor([0.0, 1.0, 1.0, 0.0], dtype=torch.float64)
    return impl.wgan_gp_loss(critic, real, fake, ends, 10.0)


@wgan.check("edge")
def takes_one_pair(impl, draw):
    """A batch of one pair is enough."""
    critic, real, fake = _critic(draw, 3), draw.normal(1, 3), draw.normal(1, 3)
    return impl.wgan_gp_loss(critic, real, fake, draw.uniform(1), 10.0)


@wgan.check("error")
def rejects_shapes_that_do_not_pair(impl, draw):
    """real and fake of different shapes, or an alpha not of shape (B,), raise ValueError."""
    critic, alpha = _critic(draw, 3), draw.uniform(4)
    real, fake = draw.normal(4, 3), draw.normal(4, 3)
    longer = draw.uniform(5)
    impl.wgan_gp_loss(critic, real, fake, alpha)
    return (
        impl.wgan_gp_loss.raises(critic, real, fake[:3], alpha),
        impl.wgan_gp_loss.raises(critic, real, fake[:1], alpha),
        impl.wgan_gp_loss.raises(critic, real, fake[:, :2], alpha),
        impl.wgan_gp_loss.raises(critic, real, fake, longer),
        impl.wgan_gp_loss.raises(critic, real, fake, alpha[:1]),
        impl.wgan_gp_loss.raises(critic, real, fake, alpha[:, None]),
    )


@wgan.check("error")
def rejects_alpha_outside_its_range(impl, draw):
    """An entry of alpha outside [0, 1] raises ValueError."""
    critic, alpha = _critic(draw, 3), draw.uniform(4)
    real, fake = draw.normal(4, 3), draw.normal(4, 3)
    above = torch.cat([alpha[:3], torch.tensor([1.5], dtype=torch.float64)])
    below = torch.cat([alpha[:3], torch.tensor([-0.5], dtype=torch.float64)])
    impl.wgan_gp_loss(critic, real, fake, alpha)
    return (
        impl.wgan_gp_loss.raises(critic, real, fake, above),
        impl.wgan_gp_loss.raises(critic, real, fake, below),
    )


@wgan.check("error")
def rejects_a_negative_lam(impl, draw):
    """lam below 0 raises ValueError."""
    critic, alpha = _critic(draw, 3), draw.uniform(4)
    real, fake = draw.normal(4, 3), draw.normal(4, 3)
    impl.wgan_gp_loss(critic, real, fake, alpha, 2.0)
    return impl.wgan_gp_loss.raises(critic, real, fake, alpha, -1.0)


# 6. The optimal discriminator


def _exact(*weights):
    return torch.tensor(weights, dtype=torch.float64)


@optimal.check("value")
def finds_the_best_discriminator(impl, draw):
    """D*, its value V and the divergence JS, for any two distributions on K outcomes."""
    return impl.optimal_discriminator(draw.probabilities(5), draw.probabilities(5))


optimal.float32(finds_the_best_discriminator)


@optimal.check("value")
def tells_apart_distributions_of_many_outcomes(impl, draw):
    """V and JS sum over outcomes, however many there are."""
    return impl.optimal_discriminator(
        draw.probabilities(40, floor=0.002), draw.probabilities(40, floor=0.002)
    )


@optimal.check("edge")
def takes_outcomes_of_one_side_only(impl, draw):
    """An outcome impossible under p or under q adds no NaN: 0 log 0 is 0."""
    a, b = draw.probabilities(3), draw.probabilities(3)
    nothing = torch.zeros(1, dtype=torch.float64)
    p, q = torch.cat([nothing, a]), torch.cat([b, nothing])
    return impl.optimal_discriminator(p, q), impl.optimal_discriminator(q, p)


@optimal.check("edge")
def cannot_judge_impossible_outcomes(impl, draw):
    """An outcome impossible under both gets D* = 1/2 and counts nothing."""
    p, q = draw.probabilities(3), draw.probabilities(3)
    nothing = torch.zeros(1, dtype=torch.float64)
    return impl.optimal_discriminator(torch.cat([p, nothing]), torch.cat([q, nothing]))


@optimal.check("edge")
def separates_disjoint_supports(impl, draw):
    """Disjoint supports are told apart perfectly: V = 0 and JS = log 2."""
    a, b = draw.probabilities(2), draw.probabilities(3)
    p = torch.cat([a, torch.zeros(3, dtype=torch.float64)])
    q = torch.cat([torch.zeros(2, dtype=torch.float64), b])
    return impl.optimal_discriminator(p, q)


@optimal.check("edge")
def takes_a_single_outcome(impl, draw):
    """K = 1 leaves nothing to tell apart."""
    a, b = draw.probabilities(3), draw.probabilities(3)
    only = _exact(1.0)
    return impl.optimal_discriminator(only, only), impl.optimal_discriminator(a, b)


@optimal.check("property")
def finds_nothing_between_equals(impl, draw):
    """JS is 0 exactly when p = q, and the best D is then undecided."""
    p, q = draw.probabilities(6), draw.probabilities(6)
    best, value, js = impl.optimal_discriminator(p, p)
    other = impl.optimal_discriminator(p, q)
    return (
        best,
        value,
        other,
        expect.close(js, 0.0, atol=1e-12, why="V + log 4 loses 1e-15 at most"),
        expect.true(other[2] > 1e-6),
    )


@optimal.check("property")
def exchanges_sides_alike(impl, draw):
    """Exchanging p and q turns D* into 1 - D* and leaves V and JS as they are."""
    p, q = draw.probabilities(5), draw.probabilities(5)
    one, two = impl.optimal_discriminator(p, q), impl.optimal_discriminator(q, p)
    return (
        one,
        expect.close(one[0] + two[0], 1.0, atol=1e-12, why="one division each"),
        expect.close(one[1], two[1], atol=1e-12, why="sums of five terms of order one"),
        expect.close(one[2], two[2], atol=1e-12, why="sums of five terms of order one"),
    )


@optimal.check("property")
def stays_between_zero_and_log_two(impl, draw):
    """0 <= JS <= log 2 and V = 2 JS - log 4, however close or far p and q are."""
    p, q = draw.probabilities(4), draw.probabilities(4, floor=0.0)
    near = 0.999 * p + 0.001 * q
    far, close = impl.optimal_discriminator(p, q), impl.optimal_discriminator(p, near)
    js, value = torch.stack([far[2], close[2]]), torch.stack([far[1], close[1]])
    return (
        far,
        expect.true((js >= -1e-12) & (js <= math.log(2) + 1e-12)),
        expect.close(value, 2 * js - math.log(4), atol=1e-12, why="a few roundings of order one"),
    )


@optimal.check("stability", atol=0, rtol=1e-6)
def keeps_the_ratio_of_tiny_probabilities(impl, draw):
    """D* depends on the ratio of p and q, also where both are next to nothing."""
    a, b, tiny = draw.probabilities(3), draw.probabilities(3), draw.uniform(2, low=1, high=4)
    # Next to nothing is more than one size: a constant of 1e-12 spoils 1e-300 as 1e-8 does.
    small = _exact(1e-300, 1e-9)
    p = torch.cat([small * tiny[0], a, _exact(1e-290, 0.0)])
    q = torch.cat([small * tiny[1], b, _exact(0.0, 1e-290)])
    return impl.optimal_discriminator(p, q)


@optimal.check("error")
def rejects_weights_that_are_negative(impl, draw):
    """A negative entry of p or of q raises ValueError, even where the sum is 1."""
    q, bad = draw.probabilities(3), _exact(-0.1, 0.6, 0.5)
    impl.optimal_discriminator(q, q)
    return impl.optimal_discriminator.raises(bad, q), impl.optimal_discriminator.raises(q, bad)


@optimal.check("error")
def rejects_weights_that_do_not_sum_to_one(impl, draw):
    """A sum of p or q that is off by more than 1e-4 raises ValueError, one off by less does not."""
    p, near = draw.probabilities(4), 7e-5
    impl.optimal_discriminator((1 + near) * p, (1 - near) * p)
    impl.optimal_discriminator((1 - near) * p, (1 + near) * p)
    return [
        impl.optimal_discriminator.raises(*pair)
        for off in (0.002, -0.002, 1.5e-4, -1.5e-4)
        for pair in (((1 + off) * p, p), (p, (1 + off) * p))
    ]


@optimal.check("error")
def rejects_shapes_other_than_one_row_each(impl, draw):
    """p and q of different lengths, or not one-dimensional, raise ValueError."""
    p, q, longer = draw.probabilities(4), draw.probabilities(4), draw.probabilities(5)
    impl.optimal_discriminator(p, q)
    return (
        impl.optimal_discriminator.raises(p, longer),
        impl.optimal_discriminator.raises(p, _exact(1.0)),
        impl.optimal_discriminator.raises(p[None], q[None]),
        impl.optimal_discriminator.raises(p, q[None]),
    )
