"""Hidden checks of the schedules and of the forward process; the others stand beside this file."""

import torch

from autograder.assignment import expect, keep

from . import checks_loss, checks_predictions, checks_steps, noising, schedule  # noqa: F401
from .inputs import alpha_bar, exact, misfits, misplaced, replaced, steps

# 1. Schedules


@schedule.check("value", atol=1e-10)
def spaces_linear_betas_evenly(impl, draw):
    """A linear schedule runs from beta_start to beta_end in even steps, both ends included."""
    start, end = float(draw.uniform(low=0.01, high=0.1)), float(draw.uniform(low=0.3, high=0.6))
    return impl.make_schedule(7, "linear", start, end), impl.make_schedule(12, "linear", start, end)


@schedule.check("value", atol=1e-10)
def makes_the_linear_schedule_of_ddpm(impl, draw):
    """Without further arguments the schedule is the linear one of a thousand small steps."""
    return impl.make_schedule(1000)


@schedule.check("value", atol=1e-10)
def follows_the_squared_cosine(impl, draw):
    """In a cosine schedule alpha_bar follows a squared cosine until the clipping sets in."""
    return impl.make_schedule(50, "cosine")


@schedule.check("value", atol=1e-10)
def takes_any_offset_and_clip(impl, draw):
    """Offset s and largest beta shape a cosine schedule; alpha_bar is made of the clipped betas."""
    s, top = float(draw.uniform(low=0.05, high=0.2)), float(draw.uniform(low=0.2, high=0.4))
    return (
        impl.make_schedule(20, "cosine", s=s, max_beta=top),
        impl.make_schedule(20, "cosine", s=s),
        impl.make_schedule(20, "cosine", max_beta=top),
    )


@schedule.check("value", atol=1e-10)
def uses_the_arguments_of_its_kind_only(impl, draw):
    """s and max_beta change no linear schedule, beta_start and beta_end no cosine one."""
    start, end = float(draw.uniform(low=0.05, high=0.1)), float(draw.uniform(low=0.3, high=0.5))
    return (
        impl.make_schedule(9, "linear", start, end, s=0.3, max_beta=0.2),
        impl.make_schedule(9, "cosine", start, end),
    )


@schedule.check("edge", atol=1e-10)
def makes_a_single_step(impl, draw):
    """One step is enough: linear gives beta_start, cosine the largest beta."""
    start, end = float(draw.uniform(low=0.1, high=0.2)), float(draw.uniform(low=0.5, high=0.8))
    return (
        impl.make_schedule(1, "linear", start, end),
        impl.make_schedule(1, "cosine"),
        impl.make_schedule(5, "linear", start, end),
    )


@schedule.check("edge", atol=1e-10)
def takes_constant_betas_and_no_offset(impl, draw):
    """beta_start may equal beta_end, and s may be 0."""
    beta = float(draw.uniform(low=0.1, high=0.4))
    return impl.make_schedule(6, "linear", beta, beta), impl.make_schedule(6, "cosine", s=0.0)


@schedule.check("property", atol=1e-10)
def loses_signal_at_every_step(impl, draw):
    """alpha_bar decreases strictly and stays inside (0, 1), whatever the kind."""
    s = float(draw.uniform(low=0.001, high=0.05))
    made = impl.make_schedule(200), impl.make_schedule(200, "cosine", s=s)
    signal = torch.stack([made[0][1], made[1][1]])
    return (
        made,
        expect.true((signal > 0) & (signal < 1)),
        expect.true(signal[:, 1:] < signal[:, :-1]),
    )


@schedule.check("error")
def rejects_counts_and_kinds_it_does_not_know(impl, draw):
    """num_steps that is no int or below 1, or an unknown kind, raises ValueError."""
    impl.make_schedule(4, "linear"), impl.make_schedule(4, "cosine")
    return (
        impl.make_schedule.raises(0),
        impl.make_schedule.raises(-3),
        impl.make_schedule.raises(4.0),
        impl.make_schedule.raises("4"),
        impl.make_schedule.raises(0, "cosine"),
        impl.make_schedule.raises(4, "quadratic"),
        impl.make_schedule.raises(4, "line"),
        impl.make_schedule.raises(4, ""),
        impl.make_schedule.raises(4, "cos"),
    )


@schedule.check("error")
def rejects_betas_out_of_bounds(impl, draw):
    """Unless 0 < beta_start <= beta_end < 1, either kind raises ValueError."""
    impl.make_schedule(4, "linear", 0.1, 0.2), impl.make_schedule(4, "cosine", 0.1, 0.2)
    return tuple(
        impl.make_schedule.raises(4, kind, start, end)
        for kind in ("linear", "cosine")
        for start, end in ((0.0, 0.2), (-0.1, 0.2), (0.2, 0.1), (0.1, 1.0), (0.1, 1.5))
    )


@schedule.check("error")
def rejects_an_offset_or_clip_out_of_bounds(impl, draw):
    """For a cosine schedule, s below 0 or max_beta outside (0, 1) raises ValueError."""
    impl.make_schedule(4, "cosine", s=0.1, max_beta=0.5)
    return (
        impl.make_schedule.raises(4, "cosine", s=-0.1),
        impl.make_schedule.raises(4, "cosine", max_beta=1.0),
        impl.make_schedule.raises(4, "cosine", max_beta=1.5),
        impl.make_schedule.raises(4, "cosine", max_beta=0.0),
        impl.make_schedule.raises(4, "cosine", max_beta=-0.5),
    )


# 2. The forward process


@noising.check("value")
def jumps_to_a_step_of_its_own(impl, draw):
    """Each example is noised up to its own step."""
    x0, eps, t = draw.normal(5, 3), draw.normal(5, 3), steps(draw, 5, 9)
    return impl.q_sample(x0, t, eps, alpha_bar(draw, 9))


noising.float32(jumps_to_a_step_of_its_own)


@noising.check("value")
def pairs_steps_with_examples(impl, draw):
    """t belongs to the examples, also where there are as many features."""
    x0, eps, t = draw.normal(4, 4), draw.normal(4, 4), steps(draw, 4, 4)
    return impl.q_sample(x0, t, eps, alpha_bar(draw, 4))


@noising.check("value")
def keeps_the_dtype_of_x0(impl, draw):
    """x_t has the dtype of x0, also where alpha_bar has another one."""
    x0, eps, t = draw.normal(4, 3), draw.normal(4, 3), steps(draw, 4, 6)
    return impl.q_sample(x0, t, eps, keep(alpha_bar(draw, 6)))


noising.float32(keeps_the_dtype_of_x0)


@noising.check("broadcast")
def gives_an_image_one_level(impl, draw):
    """All channels and pixels of an image share its step; any number of dimensions will do."""
    images, eps, t = draw.normal(3, 2, 4, 4), draw.normal(3, 2, 4, 4), steps(draw, 3, 7)
    lines, noise, at = draw.normal(2, 3, 5), draw.normal(2, 3, 5), steps(draw, 2, 7)
    levels = alpha_bar(draw, 7)
    return impl.q_sample(images, t, eps, levels), impl.q_sample(lines, at, noise, levels)


@noising.check("edge")
def reaches_both_ends(impl, draw):
    """alpha_bar = 1 gives x0 and alpha_bar = 0 gives eps."""
    x0, eps, middle = draw.normal(3, 4), draw.normal(3, 4), draw.uniform(1, low=0.3, high=0.7)
    levels = torch.cat([exact(1.0), middle, exact(0.0)])
    return impl.q_sample(x0, torch.tensor([2, 0, 1]), eps, levels)


@noising.check("edge")
def takes_one_example(impl, draw):
    """A batch of one is enough, and so is a schedule of one step."""
    x0, eps, levels = draw.normal(1, 3), draw.normal(1, 3), alpha_bar(draw, 5)
    return (
        impl.q_sample(x0, torch.tensor([3]), eps, levels),
        impl.q_sample(x0, torch.tensor([0]), eps, levels[:1]),
    )


@noising.check("grad")
def lets_gradients_reach_x0(impl, draw):
    """The gradient of x_t reaches x0, scaled by the amplitude of the signal."""
    x0, eps, t, cot = draw.normal(4, 3), draw.normal(4, 3), steps(draw, 4, 6), draw.normal(4, 3)
    levels = torch.cat([exact(1.0), alpha_bar(draw, 4), exact(0.0)])
    return impl.q_sample.grad(x0, t, eps, levels, wrt=("x0",), cot=cot)


@noising.check("stat")
def keeps_unit_variance(impl, draw):
    """Data of variance 1 and noise of variance 1 give x_t of variance 1."""
    b, d = 100, draw.size(200)
    x0, eps, t = draw.normal(b, d), draw.normal(b, d), draw.integers(b, low=0, high=9)
    xt = impl.q_sample(x0, t, eps, alpha_bar(draw, 9))
    why = "of the mean square of n standard normals: sqrt(2 / n)"
    return expect.estimate((xt**2).mean(), 1.0, (2 / (b * d)) ** 0.5, why), xt[:5]


@noising.check("error")
def rejects_shapes_that_do_not_fit(impl, draw):
    """x0 and eps (B, ...) of at least 2-D, t (B,), alpha_bar (T,): others raise ValueError."""
    x0, eps, t, levels = draw.normal(4, 4), draw.normal(4, 4), steps(draw, 4, 5), alpha_bar(draw, 5)
    impl.q_sample(x0, t, eps, levels)
    return (
        impl.q_sample.raises(x0[:, 0], t, eps[:, 0], levels),
        misfits(lambda x, e, at, ab: impl.q_sample.raises(x, at, e, ab), x0, eps, t, levels),
    )


@noising.check("error")
def rejects_steps_out_of_range(impl, draw):
    """t outside 0..T-1, or of a floating dtype, raises ValueError."""
    x0, eps, t, levels = draw.normal(4, 4), draw.normal(4, 4), steps(draw, 4, 5), alpha_bar(draw, 5)
    impl.q_sample(x0, t, eps, levels)
    return misplaced(lambda at: impl.q_sample.raises(x0, at, eps, levels), t, 5)


@noising.check("error")
def rejects_levels_out_of_range(impl, draw):
    """An alpha_bar above 1 or below 0 raises ValueError."""
    x0, eps, t, levels = draw.normal(5, 5), draw.normal(5, 5), steps(draw, 5, 5), alpha_bar(draw, 5)
    impl.q_sample(x0, t, eps, levels)
    return (
        impl.q_sample.raises(x0, t, eps, replaced(levels, 0, 1.2)),
        impl.q_sample.raises(x0, t, eps, replaced(levels, 4, -0.2)),
    )
