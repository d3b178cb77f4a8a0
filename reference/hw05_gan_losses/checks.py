"""Hidden checks of the losses that look at logits; the other questions' stand beside this file."""

import math

import torch

from autograder.assignment import expect

from . import checks_distributions, checks_scores, discriminator, generator  # noqa: F401
from .inputs import nothing, spoilt, weight

# 1. The discriminator


@discriminator.check("value")
def adds_the_two_averages(impl, draw):
    """Each term is averaged over its own tensor, then the two are added."""
    return impl.discriminator_loss(draw.normal(6, std=2), draw.normal(4, std=2), 0.1)


discriminator.float32(adds_the_two_averages)


@discriminator.check("value")
def smooths_nothing_by_default(impl, draw):
    """Without smooth it is the plain GAN loss, also where real and fake differ in size."""
    return impl.discriminator_loss(draw.normal(3, std=2), draw.normal(8, std=2))


@discriminator.check("value")
def takes_any_smooth_below_one(impl, draw):
    """Any smooth in [0, 1) moves the real label, and only the real label."""
    real, fake = draw.normal(5, std=2), draw.normal(7, std=2)
    half, most = float(draw.uniform(low=0.3, high=0.6)), float(draw.uniform(low=0.9, high=0.99))
    return (
        impl.discriminator_loss(real, fake, smooth=half),
        impl.discriminator_loss(real, fake, smooth=most),
    )


@discriminator.check("broadcast")
def takes_a_logit_for_every_patch(impl, draw):
    """Logits of any shape count one by one; real and fake may differ in shape."""
    return impl.discriminator_loss(draw.normal(2, 1, 3, 3), draw.normal(3, 1, 2, 4), 0.2)


@discriminator.check("grad")
def pulls_real_up_and_fake_down(impl, draw):
    """Its gradient reaches real_logits and fake_logits."""
    real, fake, cot = draw.normal(6, std=2), draw.normal(4, std=2), weight(draw)
    wrt = ("real_logits", "fake_logits")
    return (
        impl.discriminator_loss.grad(real, fake, wrt=wrt, cot=cot),
        impl.discriminator_loss.grad(real, fake, 0.2, wrt=wrt, cot=cot),
    )


@discriminator.check("grad")
def rests_at_the_smoothed_label(impl, draw):
    """Where D(real) is exactly the smoothed label, nothing pulls on real_logits."""
    smooth, cot = float(draw.uniform(low=0.1, high=0.4)), weight(draw)
    content = torch.full((5,), math.log(1 / smooth - 1), dtype=torch.float64)
    other, fake = draw.normal(5), draw.normal(3)
    return (
        impl.discriminator_loss.grad(content, fake, smooth, wrt=("real_logits",), cot=cot),
        impl.discriminator_loss.grad(other, fake, smooth, wrt=("real_logits",), cot=cot),
    )


@discriminator.check("property")
def tosses_a_coin_at_logit_zero(impl, draw):
    """A discriminator that can't decide has the same loss whatever smooth is."""
    real, fake, other = torch.zeros(6), torch.zeros(4), draw.normal(5)
    plain = impl.discriminator_loss(real, fake)
    smoothed = impl.discriminator_loss(real, fake, 0.3)
    generic = impl.discriminator_loss(other, fake, 0.3)
    return plain, generic, expect.close(plain, smoothed, atol=1e-6, why="a few roundings")


@discriminator.check("edge")
def takes_one_logit_each(impl, draw):
    """One logit on a side is enough, as a batch of one or as a 0-dim tensor."""
    real, fake, alone = draw.normal(1), draw.normal(1), draw.normal()
    return impl.discriminator_loss(real, fake, 0.1), impl.discriminator_loss(alone, alone)


@discriminator.check("stability", atol=0, rtol=1e-6)
def stays_exact_for_sure_discriminators(impl, draw):
    """Logits of any size give a finite and exact loss."""
    real = torch.cat([torch.tensor([1e4, -1e4], dtype=torch.float64), draw.normal(3, std=100)])
    fake = torch.cat([torch.tensor([-1e4, 1e4], dtype=torch.float64), draw.normal(2, std=100)])
    return (
        impl.discriminator_loss(real, fake),
        impl.discriminator_loss(real, fake, 0.1),
    )


@discriminator.check("stability", atol=0, rtol=1e-6)
def charges_likely_mistakes_in_full(impl, draw):
    """Logits of 12 or 20 on the side of the mistake already cost what they say."""
    real, fake = -draw.uniform(4, low=12, high=20), draw.uniform(3, low=12, high=20)
    return (
        impl.discriminator_loss(real, fake),
        impl.discriminator_loss(-real, -fake, 0.2),
    )


@discriminator.check("error")
def rejects_smooth_outside_its_range(impl, draw):
    """smooth outside [0, 1) raises ValueError."""
    real, fake = draw.normal(4), draw.normal(3)
    impl.discriminator_loss(real, fake, 0.5)
    return (
        impl.discriminator_loss.raises(real, fake, 1.0),
        impl.discriminator_loss.raises(real, fake, 1.5),
        impl.discriminator_loss.raises(real, fake, -0.1),
    )


@discriminator.check("error")
def rejects_logits_without_an_average(impl, draw):
    """An empty tensor, or NaN among the logits, raises ValueError on either side."""
    real, fake = draw.normal(4), draw.normal(3)
    impl.discriminator_loss(real, fake)
    return (
        impl.discriminator_loss.raises(real[:0], fake),
        impl.discriminator_loss.raises(real, fake[:0]),
        impl.discriminator_loss.raises(nothing(real), fake),
        impl.discriminator_loss.raises(real, nothing(fake)),
        impl.discriminator_loss.raises(spoilt(real), fake),
        impl.discriminator_loss.raises(real, spoilt(fake)),
    )


# 2. The generator


@generator.check("value")
def asks_for_convinced_discriminators(impl, draw):
    """The non-saturating loss, which is also the default, averages over all fakes."""
    fake, more = draw.normal(7, std=2), draw.normal(5, std=2)
    return impl.generator_loss(fake, "nonsaturating"), impl.generator_loss(more)


@generator.check("value")
def avoids_recognition(impl, draw):
    """The saturating loss averages over all fakes, and the generator minimises it."""
    return impl.generator_loss(draw.normal(7, std=2), kind="saturating")


generator.float32(asks_for_convinced_discriminators)
generator.float32(avoids_recognition)


@generator.check("broadcast")
def averages_over_every_patch(impl, draw):
    """fake_logits of any shape give one loss: the mean over all its elements."""
    fake = draw.normal(2, 1, 2, 3)
    return impl.generator_loss(fake, "nonsaturating"), impl.generator_loss(fake, "saturating")


@generator.check("grad")
def keeps_its_gradient_when_recognised(impl, draw):
    """The gradient of the non-saturating loss, also where D is sure of its answer."""
    sure = torch.tensor([-50.0, 50.0], dtype=torch.float64)
    fake, cot = torch.cat([draw.normal(4, std=2), sure]), weight(draw)
    return impl.generator_loss.grad(fake, "nonsaturating", wrt=("fake_logits",), cot=cot)


@generator.check("grad")
def saturates_when_recognised(impl, draw):
    """The gradient of the saturating loss, also where D is sure of its answer."""
    sure = torch.tensor([-50.0, 50.0], dtype=torch.float64)
    fake, cot = torch.cat([draw.normal(4, std=2), sure]), weight(draw)
    return impl.generator_loss.grad(fake, "saturating", wrt=("fake_logits",), cot=cot)


@generator.check("property")
def falls_as_fakes_convince(impl, draw):
    """Both losses fall when every logit rises, and the saturating one is never positive."""
    fake = draw.normal(6, std=2)
    low = impl.generator_loss(fake, "nonsaturating"), impl.generator_loss(fake, "saturating")
    high = impl.generator_loss(fake + 1), impl.generator_loss(fake + 1, "saturating")
    return (
        low,
        high,
        expect.true(high[0] < low[0]),
        expect.true(high[1] < low[1]),
        expect.true(low[1] <= 0),
    )


@generator.check("edge")
def takes_one_fake(impl, draw):
    """One fake is enough, as a batch of one or as a 0-dim tensor."""
    one, alone = draw.normal(1), draw.normal()
    return (
        impl.generator_loss(one, "nonsaturating"),
        impl.generator_loss(one, "saturating"),
        impl.generator_loss(alone),
    )


@generator.check("stability", atol=0, rtol=1e-6)
def stays_exact_where_fakes_are_recognised(impl, draw):
    """The non-saturating loss is finite and exact for logits of any size."""
    far = torch.tensor([1e4, -1e4], dtype=torch.float64)
    return impl.generator_loss(torch.cat([far, draw.normal(3, std=100)]), "nonsaturating")


@generator.check("stability", atol=0, rtol=1e-6)
def stays_exact_where_fakes_convince(impl, draw):
    """The saturating loss is finite and exact for logits of any size."""
    far = torch.tensor([1e4, -1e4], dtype=torch.float64)
    return impl.generator_loss(torch.cat([far, draw.normal(3, std=100)]), "saturating")


@generator.check("stability", atol=0, rtol=1e-6)
def stays_exact_where_d_is_rather_sure(impl, draw):
    """Logits of 12 or 20 already cost what they say, in either loss."""
    size = draw.uniform(5, low=12, high=20)
    return (
        impl.generator_loss(-size, "nonsaturating"),
        impl.generator_loss(size, "saturating"),
    )


@generator.check("error")
def rejects_an_unknown_kind(impl, draw):
    """A kind other than the two raises ValueError."""
    fake = draw.normal(4)
    impl.generator_loss(fake, "saturating"), impl.generator_loss(fake, "nonsaturating")
    return (
        impl.generator_loss.raises(fake, "hinge"),
        impl.generator_loss.raises(fake, "non-saturating"),
        impl.generator_loss.raises(fake, "saturat"),
        impl.generator_loss.raises(fake, ""),
    )


@generator.check("error")
def rejects_fakes_without_an_average(impl, draw):
    """An empty tensor, or NaN among the logits, raises ValueError for either kind."""
    fake = draw.normal(4)
    impl.generator_loss(fake)
    return (
        impl.generator_loss.raises(fake[:0], "nonsaturating"),
        impl.generator_loss.raises(fake[:0], "saturating"),
        impl.generator_loss.raises(nothing(fake), "nonsaturating"),
        impl.generator_loss.raises(spoilt(fake), "nonsaturating"),
        impl.generator_loss.raises(spoilt(fake), "saturating"),
    )
