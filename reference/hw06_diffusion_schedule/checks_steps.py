"""Hidden checks of the two ways back: a step of DDPM, a jump of DDIM."""

import torch

from autograder.assignment import expect

from . import ddim, ddpm
from .inputs import alpha_bar, betas, exact, replaced

# 6. A step of DDPM


def _triple(draw, *shape):
    """x_t, the predicted noise, fresh noise."""
    return draw.normal(*shape), draw.normal(*shape), draw.normal(*shape)


@ddpm.check("value")
def takes_a_step_in_the_middle(impl, draw):
    """Mean and fresh noise of x_{t-1} at a step well inside the schedule."""
    xt, eps, noise = _triple(draw, 4, 3)
    return impl.ddpm_step(xt, 6, eps, noise, betas(draw, 10))


ddpm.float32(takes_a_step_in_the_middle)


@ddpm.check("value")
def takes_an_early_and_a_late_step(impl, draw):
    """The steps right after the first and at the end of the schedule."""
    (xt, eps, noise), schedule = _triple(draw, 5, 2), betas(draw, 8)
    return impl.ddpm_step(xt, 1, eps, noise, schedule), impl.ddpm_step(xt, 7, eps, noise, schedule)


@ddpm.check("broadcast")
def takes_tensors_of_any_shape(impl, draw):
    """Images, vectors and single numbers, all of them at the same step."""
    batches = _triple(draw, 2, 3, 4, 4), _triple(draw, 5), _triple(draw)
    schedule = betas(draw, 10)
    return tuple(impl.ddpm_step(xt, 9, eps, noise, schedule) for xt, eps, noise in batches)


@ddpm.check("edge", atol=1e-12)
def adds_no_noise_at_the_end(impl, draw):
    """At t = 0 the noise argument has no effect."""
    (xt, eps, noise), schedule = _triple(draw, 4, 3), betas(draw, 6)
    return (
        impl.ddpm_step(xt, 0, eps, noise, schedule),
        impl.ddpm_step(xt, 0, eps, 100 * noise, schedule),
        impl.ddpm_step(xt, 3, eps, noise, schedule),
    )


@ddpm.check("edge")
def takes_the_only_step_there_is(impl, draw):
    """A schedule of one step is enough."""
    (xt, eps, noise), schedule = _triple(draw, 4, 3), betas(draw, 4)
    return (
        impl.ddpm_step(xt, 0, eps, noise, schedule[:1]),
        impl.ddpm_step(xt, 2, eps, noise, schedule[:3]),
    )


@ddpm.check("property")
def recovers_the_image_from_its_noise(impl, draw):
    """At t = 0 the true noise leads back to the clean image exactly."""
    (x0, eps, noise), schedule = _triple(draw, 4, 3), betas(draw, 5)
    xt = (1 - schedule[0]).sqrt() * x0 + schedule[0].sqrt() * eps
    back = impl.ddpm_step(xt, 0, eps, noise, schedule)
    generic = impl.ddpm_step(xt, 4, eps, noise, schedule)
    return back, generic, expect.close(back, x0, atol=1e-9, why="a few roundings")


@ddpm.check("property")
def moves_with_the_noise_in_proportion(impl, draw):
    """Twice the noise moves x_{t-1} twice as far from its mean."""
    (xt, eps, noise), schedule = _triple(draw, 4, 3), betas(draw, 7)
    mean = impl.ddpm_step(xt, 5, eps, 0 * noise, schedule)
    once = impl.ddpm_step(xt, 5, eps, noise, schedule)
    twice = impl.ddpm_step(xt, 5, eps, 2 * noise, schedule)
    straight = expect.close(twice - mean, 2 * (once - mean), atol=1e-9, why="a few roundings")
    return mean, once, straight


@ddpm.check("stability", atol=0, rtol=1e-6)
def keeps_its_digits_for_tiny_betas(impl, draw):
    """Steps as small as 1e-6: predicted and fresh noise keep their exact share."""
    # With x_t = 0 and both parts of one sign nothing hides their small contributions.
    eps, noise = draw.uniform(4, low=-2, high=-0.5), draw.uniform(4, low=0.5, high=2)
    xt, schedule = draw.uniform(4, low=0.5, high=2), draw.uniform(6, low=1e-6, high=2e-6)
    return (
        impl.ddpm_step(0 * xt, 3, eps, noise, schedule),
        impl.ddpm_step(xt, 5, eps, noise, schedule),
    )


@ddpm.check("error")
def rejects_a_step_that_is_not_there(impl, draw):
    """t that is no int or outside 0..T-1 raises ValueError."""
    (xt, eps, noise), schedule = _triple(draw, 3, 2), betas(draw, 5)
    impl.ddpm_step(xt, 4, eps, noise, schedule)
    return tuple(impl.ddpm_step.raises(xt, bad, eps, noise, schedule) for bad in (5, -1, 2.0, "2"))


@ddpm.check("error")
def rejects_tensors_of_different_shapes(impl, draw):
    """xt, eps_pred and noise of different shapes, or betas not (T,), raise ValueError."""
    (xt, eps, noise), schedule = _triple(draw, 3, 2), betas(draw, 5)
    impl.ddpm_step(xt, 2, eps, noise, schedule)
    return (
        impl.ddpm_step.raises(xt, 2, eps[:1], noise, schedule),
        impl.ddpm_step.raises(xt, 2, eps, noise[:1], schedule),
        impl.ddpm_step.raises(xt, 2, eps, noise[:, :1], schedule),
        impl.ddpm_step.raises(xt, 0, eps, noise[0, 0], schedule),
        impl.ddpm_step.raises(xt[:1], 2, eps, noise, schedule),
        impl.ddpm_step.raises(xt, 0, eps, noise, schedule[None]),
    )


@ddpm.check("error")
def rejects_betas_that_are_no_noise(impl, draw):
    """A beta that is not strictly between 0 and 1 raises ValueError."""
    (xt, eps, noise), schedule = _triple(draw, 3, 2), betas(draw, 5)
    impl.ddpm_step(xt, 2, eps, noise, schedule)
    return tuple(
        impl.ddpm_step.raises(xt, 2, eps, noise, replaced(schedule, 1, bad))
        for bad in (0.0, -0.1, 1.0, 1.2)
    )


# 7. A jump of DDIM


@ddim.check("value")
def skips_steps_without_noise(impl, draw):
    """eta = 0, the default: a jump over several steps along the predicted direction."""
    (xt, eps, _), levels = _triple(draw, 4, 3), alpha_bar(draw, 10)
    return impl.ddim_step(xt, 8, 3, eps, levels), impl.ddim_step(xt, 9, 0, eps, levels, 0.0, None)


@ddim.check("value")
def skips_steps_with_some_noise(impl, draw):
    """eta between 0 and 1: fresh noise takes the place of part of the predicted direction."""
    (xt, eps, noise), levels = _triple(draw, 4, 3), alpha_bar(draw, 10)
    other = float(draw.uniform(low=0.2, high=0.9))
    return (
        impl.ddim_step(xt, 8, 3, eps, levels, eta=0.5, noise=noise),
        impl.ddim_step(xt, 6, 2, eps, levels, other, noise),
    )


@ddim.check("value")
def becomes_a_step_of_ddpm(impl, draw):
    """eta = 1 and t_prev = t - 1 give the step of question 6."""
    (xt, eps, noise), levels = _triple(draw, 4, 3), alpha_bar(draw, 8)
    return (
        impl.ddim_step(xt, 5, 4, eps, levels, 1.0, noise),
        impl.ddim_step(xt, 1, 0, eps, levels, 1.0, noise),
    )


ddim.float32(skips_steps_without_noise)
ddim.float32(skips_steps_with_some_noise)


@ddim.check("broadcast")
def jumps_with_tensors_of_any_shape(impl, draw):
    """Images, vectors and single numbers, all of them between the same two steps."""
    batches = _triple(draw, 2, 3, 4, 4), _triple(draw, 5), _triple(draw)
    levels = alpha_bar(draw, 8)
    return tuple(impl.ddim_step(xt, 7, 2, eps, levels, 0.7, noise) for xt, eps, noise in batches)


@ddim.check("edge")
def ends_at_the_clean_image(impl, draw):
    """t_prev = -1 returns the estimate of x0 for every eta, from any step."""
    (xt, eps, noise), levels = _triple(draw, 4, 3), alpha_bar(draw, 6)
    return (
        impl.ddim_step(xt, 4, -1, eps, levels),
        impl.ddim_step(xt, 4, -1, eps, levels, 0.6, noise),
        impl.ddim_step(xt, 0, -1, eps, levels, 1.0, noise),
        impl.ddim_step(xt, 0, -1, eps, levels[:1]),
    )


@ddim.check("edge", atol=1e-12)
def needs_no_noise_at_eta_zero(impl, draw):
    """With eta = 0 the noise argument has no effect."""
    (xt, eps, noise), levels = _triple(draw, 4, 3), alpha_bar(draw, 6)
    return (
        impl.ddim_step(xt, 5, 2, eps, levels, 0.0, noise),
        impl.ddim_step(xt, 5, 2, eps, levels, noise=100 * noise),
    )


@ddim.check("property")
def lands_on_the_forward_path(impl, draw):
    """With the true noise and eta = 0 the jump lands where q_sample would."""
    (x0, eps, _), levels = _triple(draw, 4, 3), alpha_bar(draw, 9)
    xt = levels[7].sqrt() * x0 + (1 - levels[7]).sqrt() * eps
    landed = impl.ddim_step(xt, 7, 2, eps, levels)
    there = levels[2].sqrt() * x0 + (1 - levels[2]).sqrt() * eps
    return landed, expect.close(landed, there, atol=1e-9, why="a division by 0.01 at least: 1e-13")


@ddim.check("property")
def arrives_alike_by_one_jump_or_two(impl, draw):
    """With the same eps_pred and eta = 0, two jumps lead where one does."""
    (xt, eps, _), levels = _triple(draw, 4, 3), alpha_bar(draw, 9)
    between = impl.ddim_step(xt, 7, 4, eps, levels)
    slowly = impl.ddim_step(between, 4, 1, eps, levels)
    at_once = impl.ddim_step(xt, 7, 1, eps, levels)
    meet = expect.close(slowly, at_once, atol=1e-9, why="divisions by 0.01 at least: 1e-13")
    return between, at_once, meet


@ddim.check("stability", atol=0, rtol=1e-6)
def finds_the_image_in_almost_pure_noise(impl, draw):
    """An alpha_bar_t of 1e-12 leaves enough signal for a true eps_pred to uncover."""
    x0, eps = draw.uniform(4, low=0.5, high=2), draw.uniform(4, low=0.5, high=2)
    middle, noise = draw.uniform(1, low=0.3, high=0.7), draw.uniform(4, low=0.5, high=2)
    levels = torch.cat([middle, exact(1e-12)])
    xt = levels[1].sqrt() * x0 + (1 - levels[1]).sqrt() * eps
    return (
        impl.ddim_step(xt, 1, 0, eps, levels),
        impl.ddim_step(xt, 1, 0, eps, levels, 0.5, noise),
        impl.ddim_step(xt, 1, -1, eps, levels),
    )


@ddim.check("stability")
def takes_round_off_under_the_root_for_zero(impl, draw):
    """With eta = 1 and hardly any signal, round-off below 0 under the root counts as 0."""
    x0, eps, noise = (draw.uniform(3, low=0.5, high=2) for _ in range(3))
    xt = 1e-8 * x0 + eps
    # At these levels the usual ways to write the formula all come out below 0.
    return tuple(
        impl.ddim_step(xt, 1, 0, eps, exact(before, 1e-16), 1.0, noise)
        for before in (0.97, 0.92, 0.87, 0.83, 0.73, 0.7)
    )


@ddim.check("error")
def rejects_steps_it_cannot_jump_between(impl, draw):
    """t outside 0..T-1, t_prev outside -1..t-1, or one that is no int, raises ValueError."""
    (xt, eps, _), levels = _triple(draw, 3, 2), alpha_bar(draw, 5)
    impl.ddim_step(xt, 4, -1, eps, levels)
    starts = (5, 2), (-1, -1), (-1, -2), (3.0, 1), ("3", 1)
    ends = (3, 3), (2, 4), (3, -2), (3, 1.0), (3, "1")
    return tuple(impl.ddim_step.raises(xt, t, p, eps, levels) for t, p in (*starts, *ends))


@ddim.check("error")
def rejects_levels_that_are_no_schedule(impl, draw):
    """alpha_bar not (T,), not inside (0, 1) or not strictly decreasing raises ValueError."""
    (xt, eps, _), levels = _triple(draw, 3, 2), alpha_bar(draw, 5)
    impl.ddim_step(xt, 3, 1, eps, levels)
    return (
        impl.ddim_step.raises(xt, 3, 1, eps, levels.flip(0)),
        impl.ddim_step.raises(xt, 3, 1, eps, replaced(levels, 3, levels[2])),
        impl.ddim_step.raises(xt, 3, 1, eps, replaced(levels, 0, 1.0)),
        impl.ddim_step.raises(xt, 3, 1, eps, replaced(levels, 0, 1.2)),
        impl.ddim_step.raises(xt, 3, 1, eps, replaced(levels, 4, 0.0)),
        impl.ddim_step.raises(xt, 3, 1, eps, replaced(levels, 4, -0.1)),
        impl.ddim_step.raises(xt, 0, -1, eps, levels[None]),
    )


@ddim.check("error")
def rejects_an_eta_or_noise_that_does_not_fit(impl, draw):
    """eta outside [0, 1], eta > 0 without noise, or tensors of different shapes: ValueError."""
    (xt, eps, noise), levels = _triple(draw, 3, 2), alpha_bar(draw, 5)
    impl.ddim_step(xt, 3, 1, eps, levels, 1.0, noise)
    return (
        impl.ddim_step.raises(xt, 3, 1, eps, levels, 2.0, noise),
        impl.ddim_step.raises(xt, 3, 1, eps, levels, 1.1, noise),
        impl.ddim_step.raises(xt, 3, 1, eps, levels, -0.5, noise),
        impl.ddim_step.raises(xt, 3, 1, eps, levels, 0.5),
        impl.ddim_step.raises(xt, 3, 1, eps, levels, 0.5, noise[:1]),
        impl.ddim_step.raises(xt, 3, 1, eps, levels, 0.5, noise[:, :1]),
        impl.ddim_step.raises(xt, 3, 1, eps[:1], levels),
        impl.ddim_step.raises(xt[:1], 3, 1, eps, levels, 0.5, noise[:1]),
    )
