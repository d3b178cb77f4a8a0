"""Hidden checks of HW 4: the loss that joins reconstruction and KL."""

import torch

from autograder.assignment import expect

from . import elbo

ROUNDING = "both sides are sums of a few terms of order one: rounding stays below 1e-12"


def _batch(draw, n, pixels=6, latents=3):
    """x, logits, mu and logvar of n examples."""
    return (
        draw.uniform(n, pixels),
        draw.normal(n, pixels, std=2),
        draw.normal(n, latents),
        draw.uniform(n, latents, low=-2, high=2),
    )


@elbo.check("value")
def mean_over_the_batch(impl, draw):
    """With "mean" the losses are averaged over the batch; within an example both terms are sums."""
    return impl.negative_elbo(*_batch(draw, 4), beta=0.5, reduction="mean")


elbo.float32(mean_over_the_batch)


@elbo.check("value")
def sum_over_the_batch(impl, draw):
    """With "sum" the losses of the examples are added up."""
    return impl.negative_elbo(*_batch(draw, 4), beta=4.0, reduction="sum")


@elbo.check("value")
def one_loss_for_each_example(impl, draw):
    """With "none" every example keeps its own loss, shape (B,)."""
    return impl.negative_elbo(*_batch(draw, 4), beta=1.5, reduction="none")


elbo.float32(one_loss_for_each_example)


@elbo.check("value")
def defaults_give_the_bound(impl, draw):
    """Without beta and reduction: beta is 1 and the batch is averaged."""
    return impl.negative_elbo(*_batch(draw, 3))


@elbo.check("broadcast")
def takes_images(impl, draw):
    """x and logits may be images (B, C, H, W): all of an image's pixels are summed."""
    x, logits = draw.uniform(2, 1, 3, 3), draw.normal(2, 1, 3, 3)
    mu, logvar = draw.normal(2, 4), draw.uniform(2, 4, low=-2, high=2)
    return impl.negative_elbo(x, logits, mu, logvar, beta=2.0)


@elbo.check("grad")
def gradients_reach_encoder_and_decoder(impl, draw):
    """Its gradients with respect to logits, mu and logvar are those of the loss."""
    batch = _batch(draw, 3, pixels=3, latents=2)
    one, each, wrt = draw.normal(), draw.normal(3), ("logits", "mu", "logvar")
    return (
        impl.negative_elbo.grad(*batch, beta=0.5, wrt=wrt, cot=one),
        impl.negative_elbo.grad(*batch, beta=2.5, reduction="none", wrt=wrt, cot=each),
    )


@elbo.check("property")
def a_repeated_batch_has_the_same_mean(impl, draw):
    """Seeing every example twice leaves "mean" as it was and doubles "sum"."""
    batch = _batch(draw, 3)
    twice = [torch.cat([part, part]) for part in batch]
    mean, total = impl.negative_elbo(*batch), impl.negative_elbo(*batch, reduction="sum")
    mean_twice = impl.negative_elbo(*twice)
    total_twice = impl.negative_elbo(*twice, reduction="sum")
    return (
        expect.close(mean_twice, mean, atol=1e-9, why=ROUNDING),
        expect.close(total_twice, 2 * total, atol=1e-9, why=ROUNDING),
        mean,
        total,
    )


@elbo.check("edge")
def beta_zero_leaves_the_reconstruction(impl, draw):
    """beta = 0 is legal and removes the KL, nothing else."""
    batch = _batch(draw, 4)
    return (
        impl.negative_elbo(*batch, beta=0.0, reduction="none"),
        impl.negative_elbo(*batch, beta=0.0),
    )


@elbo.check("edge")
def a_batch_of_one(impl, draw):
    """One example: 0-dim for "mean" and "sum", shape (1,) for "none"."""
    batch, small = _batch(draw, 1), _batch(draw, 1, pixels=1, latents=1)
    return (
        impl.negative_elbo(*batch, beta=2.0),
        impl.negative_elbo(*batch, beta=2.0, reduction="sum"),
        impl.negative_elbo(*batch, beta=2.0, reduction="none"),
        impl.negative_elbo(*small, beta=2.0, reduction="none"),
    )


@elbo.check("stability", atol=0, rtol=1e-9)
def confident_logits_cost_what_they_say(impl, draw):
    """Logits of 1e3 on either side give a finite loss, without any clamping."""
    size = draw.uniform(4, 2, low=900, high=1100)
    signs = torch.tensor([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]], dtype=size.dtype)
    x, mu, logvar = draw.bernoulli(4, 2), draw.normal(4, 3), draw.uniform(4, 3, low=-2, high=2)
    return (
        impl.negative_elbo(x, signs * size, mu, logvar, reduction="none"),
        impl.negative_elbo(x, signs * size, mu, logvar),
    )


@elbo.check("error")
def options_are_the_listed_ones(impl, draw):
    """beta below 0, or a reduction other than "mean", "sum" and "none", raises ValueError."""
    batch = _batch(draw, 3)
    impl.negative_elbo(*batch)
    return (
        impl.negative_elbo.raises(*batch, reduction="avg"),
        impl.negative_elbo.raises(*batch, reduction="batchmean"),
        impl.negative_elbo.raises(*batch, reduction="su"),
        impl.negative_elbo.raises(*batch, reduction=""),
        impl.negative_elbo.raises(*batch, beta=-1.0),
        impl.negative_elbo.raises(*batch, beta=-1e-3),
    )


@elbo.check("error")
def shapes_fit_together(impl, draw):
    """x and logits, mu and logvar of different shapes raise ValueError."""
    x, logits, mu, logvar = _batch(draw, 3)
    impl.negative_elbo(x, logits, mu, logvar)
    return (
        impl.negative_elbo.raises(x, logits[:, :5], mu, logvar),
        impl.negative_elbo.raises(x, logits[:, :1], mu, logvar),
        impl.negative_elbo.raises(x, logits, mu, logvar[:, :2]),
        impl.negative_elbo.raises(x, logits, mu, logvar[:, :1]),
    )


@elbo.check("error")
def every_example_has_one_code(impl, draw):
    """An empty batch, or another number of codes than of examples, raises ValueError."""
    x, logits, mu, logvar = _batch(draw, 3)
    empty = (x[:0], logits[:0], mu[:0], logvar[:0])
    impl.negative_elbo(x, logits, mu, logvar)
    return (
        impl.negative_elbo.raises(*empty),
        impl.negative_elbo.raises(*empty, reduction="sum"),
        impl.negative_elbo.raises(*empty, reduction="none"),
        impl.negative_elbo.raises(x, logits, mu[:2], logvar[:2]),
        impl.negative_elbo.raises(x, logits, mu[:1], logvar[:1]),
        impl.negative_elbo.raises(x[:1], logits[:1], mu, logvar),
    )
