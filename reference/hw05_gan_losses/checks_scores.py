"""Hidden checks of the losses that look at raw scores: least squares and hinge."""

import torch

from . import hinge, lsgan
from .inputs import nothing, spoilt, weight

# 3. Least squares


@lsgan.check("value")
def measures_distances_to_the_targets(impl, draw):
    """Half the mean squared distance to each target; sizes of real and fake may differ."""
    return impl.lsgan_losses(draw.normal(6, std=2), draw.normal(4, std=2))


lsgan.float32(measures_distances_to_the_targets)


@lsgan.check("broadcast")
def takes_a_score_for_every_patch(impl, draw):
    """Scores of any shape count one by one; real and fake may differ in shape."""
    return impl.lsgan_losses(draw.normal(2, 1, 3, 3), draw.normal(3, 1, 2, 4))


@lsgan.check("property")
def is_content_at_the_targets(impl, draw):
    """Scores exactly on the discriminator's targets cost it nothing, the generator all."""
    other = draw.normal(5)
    return impl.lsgan_losses(torch.ones(6), torch.zeros(4)), impl.lsgan_losses(other, other)


@lsgan.check("grad")
def pulls_scores_to_their_targets(impl, draw):
    """The gradient of d_loss reaches real_scores and fake_scores."""
    real, fake, cot = draw.normal(6, std=2), draw.normal(4, std=2), weight(draw)
    wrt = ("real_scores", "fake_scores")
    return impl.lsgan_losses.grad(real, fake, wrt=wrt, cot=(cot, None))


@lsgan.check("grad")
def pulls_fakes_to_the_real_target(impl, draw):
    """The gradient of g_loss reaches fake_scores."""
    real, fake, cot = draw.normal(6, std=2), draw.normal(4, std=2), weight(draw)
    return impl.lsgan_losses.grad(real, fake, wrt=("fake_scores",), cot=(None, cot))


@lsgan.check("edge")
def takes_one_score_each(impl, draw):
    """One score on a side is enough, as a batch of one or as a 0-dim tensor."""
    one, other, alone = draw.normal(1), draw.normal(1), draw.normal()
    return impl.lsgan_losses(one, other), impl.lsgan_losses(alone, alone)


@lsgan.check("stability", atol=0, rtol=1e-6)
def stays_exact_for_huge_scores(impl, draw):
    """Scores are unbounded: huge ones give exact losses."""
    return impl.lsgan_losses(draw.normal(5, std=1e6), draw.normal(3, std=1e6))


@lsgan.check("error")
def rejects_scores_without_an_average(impl, draw):
    """An empty tensor on either side raises ValueError."""
    real, fake = draw.normal(4), draw.normal(3)
    impl.lsgan_losses(real, fake)
    return (
        impl.lsgan_losses.raises(real[:0], fake),
        impl.lsgan_losses.raises(real, fake[:0]),
        impl.lsgan_losses.raises(nothing(real), fake),
        impl.lsgan_losses.raises(real, nothing(fake)),
    )


@lsgan.check("error")
def rejects_scores_that_are_nan(impl, draw):
    """NaN among the scores of either side raises ValueError."""
    real, fake = draw.normal(4), draw.normal(3)
    impl.lsgan_losses(real, fake)
    return (
        impl.lsgan_losses.raises(spoilt(real), fake),
        impl.lsgan_losses.raises(real, spoilt(fake)),
    )


# 4. Hinge: draws stay away from the kinks at -1 and 1.


def _scores(draw, *shape):
    return draw.uniform(*shape, low=-3, high=3, avoid=(-1.0, 1.0), gap=0.05)


@hinge.check("value")
def clips_each_sample_before_averaging(impl, draw):
    """A hinge per sample, a mean per side, then a sum; the generator's loss has no hinge."""
    return impl.hinge_losses(_scores(draw, 6), _scores(draw, 4))


hinge.float32(clips_each_sample_before_averaging)


@hinge.check("value")
def counts_scores_inside_the_margin(impl, draw):
    """A score on the right side of 0 still costs until it clears the margin."""
    inside = {"low": -1, "high": 1, "gap": 0.05}
    return impl.hinge_losses(draw.uniform(5, **inside), draw.uniform(7, **inside))


@hinge.check("broadcast")
def takes_patches_of_scores(impl, draw):
    """Scores of any shape count one by one; real and fake may differ in shape."""
    return impl.hinge_losses(_scores(draw, 2, 1, 3, 3), _scores(draw, 3, 1, 2, 4))


@hinge.check("property")
def is_satisfied_beyond_the_margin(impl, draw):
    """Scores beyond the margin on their own side cost the discriminator nothing."""
    above, below = draw.uniform(6, low=1.1, high=4), draw.uniform(4, low=-4, high=-1.1)
    other = _scores(draw, 5)
    return impl.hinge_losses(above, below), impl.hinge_losses(other, other)


@hinge.check("grad")
def pulls_scores_across_the_margin(impl, draw):
    """The gradient of d_loss reaches real_scores and fake_scores."""
    real, fake, cot = _scores(draw, 6), _scores(draw, 4), weight(draw)
    wrt = ("real_scores", "fake_scores")
    return impl.hinge_losses.grad(real, fake, wrt=wrt, cot=(cot, None))


@hinge.check("grad")
def stops_pulling_beyond_the_margin(impl, draw):
    """Beyond the margin the gradient of d_loss is exactly 0."""
    above, below = draw.uniform(3, low=1.1, high=4), draw.uniform(2, low=-4, high=-1.1)
    inside, cot = draw.uniform(2, low=-0.9, high=0.9), weight(draw)
    real, fake = torch.cat([above, inside]), torch.cat([below, inside])
    wrt = ("real_scores", "fake_scores")
    return impl.hinge_losses.grad(real, fake, wrt=wrt, cot=(cot, None))


@hinge.check("grad")
def raises_every_fake_alike(impl, draw):
    """The gradient of g_loss reaches fake_scores, wherever they lie."""
    real, fake, cot = _scores(draw, 6), _scores(draw, 4), weight(draw)
    return impl.hinge_losses.grad(real, fake, wrt=("fake_scores",), cot=(None, cot))


@hinge.check("edge")
def takes_a_batch_of_one(impl, draw):
    """One score on a side is enough, as a batch of one or as a 0-dim tensor."""
    one, other, alone = _scores(draw, 1), _scores(draw, 1), _scores(draw)
    return impl.hinge_losses(one, other), impl.hinge_losses(alone, alone)


@hinge.check("stability", atol=0, rtol=1e-6)
def stays_exact_for_vast_scores(impl, draw):
    """Scores are unbounded: vast ones give exact losses."""
    size = {"low": 0.5e8, "high": 2e8}
    real = torch.cat([draw.uniform(3, **size), -draw.uniform(2, **size)])
    fake = torch.cat([draw.uniform(4, **size), -draw.uniform(2, **size) / 4])
    return impl.hinge_losses(real, fake)


@hinge.check("error")
def rejects_empty_scores(impl, draw):
    """An empty tensor on either side raises ValueError."""
    real, fake = _scores(draw, 4), _scores(draw, 3)
    impl.hinge_losses(real, fake)
    return (
        impl.hinge_losses.raises(real[:0], fake),
        impl.hinge_losses.raises(real, fake[:0]),
        impl.hinge_losses.raises(nothing(real), fake),
        impl.hinge_losses.raises(real, nothing(fake)),
    )


@hinge.check("error")
def rejects_nan_scores(impl, draw):
    """NaN among the scores of either side raises ValueError."""
    real, fake = _scores(draw, 4), _scores(draw, 3)
    impl.hinge_losses(real, fake)
    return (
        impl.hinge_losses.raises(spoilt(real), fake),
        impl.hinge_losses.raises(real, spoilt(fake)),
    )
