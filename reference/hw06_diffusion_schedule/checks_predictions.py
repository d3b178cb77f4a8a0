"""Hidden checks of the posterior of one step and of the three names for one prediction."""

import torch

from autograder.assignment import expect

from . import conversion, posterior
from .inputs import betas, exact, misfits, misplaced, replaced, steps

# 3. The posterior of one step


@posterior.check("value")
def weighs_the_clean_and_the_noisy_image(impl, draw):
    """Mean and variance of x_{t-1}, at every step of the schedule, the first one included."""
    x0, xt, t = draw.normal(5, 3), draw.normal(5, 3), draw.permutation(5)
    return impl.q_posterior(x0, xt, t, betas(draw, 5))


posterior.float32(weighs_the_clean_and_the_noisy_image)


@posterior.check("value")
def looks_up_the_step_of_each_example(impl, draw):
    """Each example has its own step; one step may occur twice, others not at all."""
    x0, xt = draw.normal(4, 4), draw.normal(4, 4)
    return impl.q_posterior(x0, xt, torch.tensor([3, 9, 3, 6]), betas(draw, 12))


@posterior.check("broadcast")
def treats_all_pixels_of_an_image_alike(impl, draw):
    """The mean has the shape of the images; the variance is one number for each of them."""
    x0, xt = draw.normal(2, 1, 3, 3), draw.normal(2, 1, 3, 3)
    return impl.q_posterior(x0, xt, steps(draw, 2, 6), betas(draw, 6))


@posterior.check("edge", atol=1e-12)
def knows_the_image_before_the_first_step(impl, draw):
    """At t = 0 the mean is x0 and the variance is 0 to within 1e-12."""
    x0, xt, noise = draw.normal(3, 4), draw.normal(3, 4), betas(draw, 6)
    first, later = torch.tensor([0, 0, 0]), torch.tensor([2, 5, 0])
    return impl.q_posterior(x0, xt, first, noise), impl.q_posterior(x0, xt, later, noise)


@posterior.check("edge")
def takes_a_schedule_of_one_step(impl, draw):
    """T = 1 and B = 1 are enough."""
    x0, xt, noise = draw.normal(1, 3), draw.normal(1, 3), betas(draw, 4)
    return (
        impl.q_posterior(x0, xt, torch.tensor([0]), noise[:1]),
        impl.q_posterior(x0, xt, torch.tensor([3]), noise),
    )


@posterior.check("property")
def is_surer_than_the_forward_step(impl, draw):
    """The variance lies between 0 and beta_t, however large beta_t is."""
    x0, xt = draw.normal(8, 2), draw.normal(8, 2)
    t, noise = draw.permutation(8), draw.uniform(8, low=0.01, high=0.95)
    mean, variance = impl.q_posterior(x0, xt, t, noise)
    return mean, variance, expect.true((variance >= 0) & (variance <= noise[t]))


@posterior.check("property")
def leads_back_along_the_noiseless_path(impl, draw):
    """If x_t is x0 scaled down without any noise, so is the mean of x_{t-1}."""
    x0, other, noise = draw.normal(6, 3), draw.normal(6, 3), betas(draw, 6)
    t, signal = torch.arange(6), torch.cumprod(1 - noise, dim=0)
    before = torch.cat([exact(1.0), signal[:-1]])
    mean, variance = impl.q_posterior(x0, signal.sqrt()[:, None] * x0, t, noise)
    generic = impl.q_posterior(x0, other, t, noise)
    path = before.sqrt()[:, None] * x0
    return variance, generic, expect.close(mean, path, atol=1e-9, why="a few roundings")


@posterior.check("stability", atol=0, rtol=1e-6)
def stays_exact_for_tiny_betas(impl, draw):
    """Steps as small as 1e-6 lose no more digits than 1 - alpha_bar does."""
    x0, xt = draw.uniform(5, 3, low=0.5, high=2), draw.uniform(5, 3, low=0.5, high=2)
    return impl.q_posterior(x0, xt, torch.arange(1, 6), draw.uniform(6, low=1e-6, high=2e-6))


@posterior.check("error")
def rejects_shapes_without_a_posterior(impl, draw):
    """x0 and xt of one shape (B, ...), t (B,), betas (T,): others raise ValueError."""
    x0, xt, t, noise = draw.normal(3, 4), draw.normal(3, 4), steps(draw, 3, 5), betas(draw, 5)
    impl.q_posterior(x0, xt, t, noise)
    return misfits(impl.q_posterior.raises, x0, xt, t, noise)


@posterior.check("error")
def rejects_steps_without_a_posterior(impl, draw):
    """t outside 0..T-1, or of a floating dtype, raises ValueError."""
    x0, xt, t, noise = draw.normal(3, 4), draw.normal(3, 4), steps(draw, 3, 5), betas(draw, 5)
    impl.q_posterior(x0, xt, t, noise)
    return misplaced(lambda at: impl.q_posterior.raises(x0, xt, at, noise), t, 5)


@posterior.check("error")
def rejects_betas_outside_their_range(impl, draw):
    """A beta that is not strictly between 0 and 1 raises ValueError."""
    x0, xt, t, noise = draw.normal(3, 4), draw.normal(3, 4), steps(draw, 3, 3), betas(draw, 3)
    impl.q_posterior(x0, xt, t, noise)
    return tuple(
        impl.q_posterior.raises(x0, xt, t, replaced(noise, 1, bad)) for bad in (0.0, -0.1, 1.0, 1.2)
    )


# 4. Three names for one prediction

NAMES = ("eps", "x0", "v")


def _batch(draw, *shape, n=8):
    """A prediction, x_t, a step each, and levels at which signal and noise both show."""
    pred, xt, t = draw.normal(*shape), draw.normal(*shape), steps(draw, shape[0], n)
    return pred, xt, t, draw.uniform(n, low=0.05, high=0.95)


@conversion.check("value")
def starts_from_the_noise(impl, draw):
    """A prediction of eps, turned into each of the three."""
    batch = _batch(draw, 5, 3)
    return tuple(impl.convert_prediction(*batch, "eps", target) for target in NAMES)


@conversion.check("value")
def starts_from_the_image(impl, draw):
    """A prediction of x0, turned into each of the three."""
    batch = _batch(draw, 5, 3)
    return tuple(impl.convert_prediction(*batch, "x0", target) for target in NAMES)


@conversion.check("value")
def starts_from_the_velocity(impl, draw):
    """A prediction of v, turned into each of the three."""
    batch = _batch(draw, 4, 4)
    return tuple(impl.convert_prediction(*batch, "v", target) for target in NAMES)


conversion.float32(starts_from_the_noise)
conversion.float32(starts_from_the_velocity)


@conversion.check("broadcast")
def converts_images(impl, draw):
    """All pixels of an image share its step."""
    images, lines = _batch(draw, 2, 3, 4, 4), _batch(draw, 3, 2, 5)
    return (
        impl.convert_prediction(*images, "v", "x0"),
        impl.convert_prediction(*lines, "x0", "eps"),
        impl.convert_prediction(*lines, "eps", "v"),
    )


@conversion.check("property")
def comes_back_after_a_round_trip(impl, draw):
    """From eps to v, on to x0 and back to eps, nothing is lost."""
    pred, xt, t, levels = _batch(draw, 4, 3)
    v = impl.convert_prediction(pred, xt, t, levels, "eps", "v")
    x0 = impl.convert_prediction(v, xt, t, levels, "v", "x0")
    eps = impl.convert_prediction(x0, xt, t, levels, "x0", "eps")
    return v, x0, expect.close(eps, pred, atol=1e-9, why="divisions by 0.2 at least: 1e-14")


@conversion.check("edge")
def knows_the_velocity_at_both_ends(impl, draw):
    """v turns into eps and x0 also where alpha_bar is 0 or 1."""
    pred, xt, _, middle = _batch(draw, 3, 2)
    levels, t = torch.cat([exact(1.0), middle[:1], exact(0.0)]), torch.tensor([2, 0, 1])
    return (
        impl.convert_prediction(pred, xt, t, levels, "v", "eps"),
        impl.convert_prediction(pred, xt, t, levels, "v", "x0"),
    )


@conversion.check("edge")
def converts_where_the_other_part_is_gone(impl, draw):
    """eps can be converted at alpha_bar = 1, x0 at alpha_bar = 0."""
    pred, xt, _, middle = _batch(draw, 2, 3)
    t = torch.tensor([0, 1])
    clean, noise = torch.cat([exact(1.0), middle[:1]]), torch.cat([middle[:1], exact(0.0)])
    return (
        impl.convert_prediction(pred, xt, t, clean, "eps", "x0"),
        impl.convert_prediction(pred, xt, t, clean, "eps", "v"),
        impl.convert_prediction(pred, xt, t, noise, "x0", "eps"),
        impl.convert_prediction(pred, xt, t, noise, "x0", "v"),
    )


@conversion.check("edge")
def minds_only_the_steps_in_use(impl, draw):
    """A level at which a conversion is impossible does no harm where no example is at that step."""
    pred, xt, _, middle = _batch(draw, 2, 3)
    levels = torch.cat([exact(1.0), middle[:2], exact(0.0)])
    t = torch.tensor([2, 1])
    return (
        impl.convert_prediction(pred, xt, t, levels, "eps", "x0"),
        impl.convert_prediction(pred, xt, t, levels, "x0", "v"),
    )


@conversion.check("edge")
def leaves_a_prediction_as_it_is(impl, draw):
    """Where source and target agree, pred comes back unchanged, also at alpha_bar 0 and 1."""
    pred, xt, _, middle = _batch(draw, 3, 2)
    levels, t = torch.cat([exact(1.0), middle[:1], exact(0.0)]), torch.tensor([0, 1, 2])
    same = tuple(impl.convert_prediction(pred, xt, t, levels, name, name) for name in NAMES)
    return same, impl.convert_prediction(pred, xt, t, levels, "v", "x0")


@conversion.check("error")
def rejects_what_cannot_be_recovered(impl, draw):
    """eps to x0 or v at alpha_bar = 0, and x0 to eps or v at alpha_bar = 1, raise ValueError."""
    pred, xt, _, middle = _batch(draw, 2, 3)
    t, (before, *_, after) = torch.tensor([0, 1]), middle.split(1)
    clean, noise = (torch.cat([before, exact(end), after]) for end in (1.0, 0.0))
    impl.convert_prediction(pred, xt, t, clean, "eps", "x0")
    return (
        impl.convert_prediction.raises(pred, xt, t, noise, "eps", "x0"),
        impl.convert_prediction.raises(pred, xt, t, noise, "eps", "v"),
        impl.convert_prediction.raises(pred, xt, t, clean, "x0", "eps"),
        impl.convert_prediction.raises(pred, xt, t, clean, "x0", "v"),
    )


@conversion.check("error")
def rejects_unknown_names(impl, draw):
    """A source or target other than 'eps', 'x0' and 'v' raises ValueError."""
    batch = _batch(draw, 3, 4)
    impl.convert_prediction(*batch, "v", "eps")
    return (
        impl.convert_prediction.raises(*batch, "score", "eps"),
        impl.convert_prediction.raises(*batch, "eps", "score"),
        impl.convert_prediction.raises(*batch, "x_0", "x_0"),
        impl.convert_prediction.raises(*batch, "x", "v"),
        impl.convert_prediction.raises(*batch, "v", ""),
    )


@conversion.check("error")
def rejects_steps_and_shapes_that_do_not_fit(impl, draw):
    """pred and xt of one shape (B, ...), t (B,) in 0..T-1 and no floats, else ValueError."""
    pred, xt, t, levels = _batch(draw, 3, 4)
    impl.convert_prediction(pred, xt, t, levels, "v", "eps")

    def call(x, y, at, ab):
        return impl.convert_prediction.raises(y, x, at, ab, "v", "eps")

    return (
        misfits(call, xt, pred, t, levels),
        misplaced(lambda at: call(xt, pred, at, levels), t, 8),
    )
