"""Hidden checks of the loss: what the model is asked, how its errors are weighed and averaged."""

import torch

from autograder.assignment import expect, fixture, record

from . import loss
from .inputs import alpha_bar, exact, misfits, misplaced, replaced, steps


def _model(draw, d):
    return fixture(
        "small_denoiser", w=draw.uniform(d, low=-1.5, high=1.5), b=draw.uniform(low=0.1, high=0.3)
    )


def _batch(draw, *shape, n=10):
    """x0, a step each, eps, and levels with SNR on both sides of every gamma in use."""
    return draw.normal(*shape), steps(draw, shape[0], n), draw.normal(*shape), alpha_bar(draw, n)


def _ends(draw):
    """A batch of which one example is at alpha_bar = 1 and one at alpha_bar = 0."""
    x0, eps, middle = draw.normal(3, 2), draw.normal(3, 2), draw.uniform(1, low=0.6, high=0.8)
    return x0, torch.tensor([2, 0, 1]), eps, torch.cat([exact(1.0), middle, exact(0.0)])


@loss.check("value")
def averages_squared_errors_of_the_noise(impl, draw):
    """Without gamma it is the mean squared error between the model's guess and eps."""
    model, batch = _model(draw, 3), _batch(draw, 5, 3)
    return impl.diffusion_loss(model, *batch), impl.diffusion_loss(model, *batch, gamma=None)


@loss.check("value")
def weighs_each_example_by_its_snr(impl, draw):
    """gamma bounds the influence of examples that are almost clean."""
    model, (x0, _, eps, _) = _model(draw, 3), _batch(draw, 6, 3)
    levels = torch.cat([draw.uniform(3, low=0.6, high=0.95), draw.uniform(3, low=0.1, high=0.4)])
    return impl.diffusion_loss(model, x0, draw.permutation(6), eps, levels, 1.0)


@loss.check("value")
def takes_any_gamma(impl, draw):
    """The weight is min(SNR, gamma) / SNR for any positive gamma."""
    model, (x0, _, eps, _) = _model(draw, 4), _batch(draw, 4, 4)
    levels = torch.cat([draw.uniform(2, low=0.88, high=0.97), draw.uniform(2, low=0.2, high=0.75)])
    t, small = draw.permutation(4), float(draw.uniform(low=0.1, high=0.4))
    return (
        impl.diffusion_loss(model, x0, t, eps, levels, gamma=5.0),
        impl.diffusion_loss(model, x0, t, eps, levels, gamma=small),
    )


loss.float32(weighs_each_example_by_its_snr)


@loss.check("broadcast")
def averages_over_all_pixels(impl, draw):
    """The error of an image is the mean over channels and pixels."""
    model, batch = _model(draw, 2), _batch(draw, 3, 2, 2, 2)
    return impl.diffusion_loss(model, *batch), impl.diffusion_loss(model, *batch, 2.0)


@loss.check("grad")
def trains_the_model(impl, draw):
    """The gradient of the loss reaches the model's parameters, also where alpha_bar is 0 or 1."""
    model, batch, cot = _model(draw, 3), _batch(draw, 4, 3), draw.uniform(low=0.5, high=2.0)
    other, limits = _model(draw, 2), _ends(draw)
    return (
        impl.diffusion_loss.grad(model, *batch, wrt=("model.w", "model.b"), cot=cot),
        impl.diffusion_loss.grad(other, *limits, 1.0, wrt=("model.w",), cot=cot),
    )


@loss.check("property")
def asks_the_model_once(impl, draw):
    """The model is called once, with the whole noisy batch and the same integer t."""
    model, batch = record(_model(draw, 3)), _batch(draw, 4, 3)
    again, images = record(_model(draw, 2)), _batch(draw, 2, 1, 3, 2)
    plain = impl.diffusion_loss(model, *batch)
    weighted = impl.diffusion_loss(again, *images, 2.0)
    return plain, weighted, model.calls[0], again.calls[0]


@loss.check("property")
def is_zero_for_a_perfect_model(impl, draw):
    """A model that returns eps itself has loss 0, with gamma or without."""
    x0, t, eps, levels = _batch(draw, 4, 3)
    perfect, other = fixture("knows_the_noise", eps=eps), _model(draw, 3)
    plain = impl.diffusion_loss(perfect, x0, t, eps, levels)
    weighted = impl.diffusion_loss(perfect, x0, t, eps, levels, 1.0)
    generic = impl.diffusion_loss(other, x0, t, eps, levels, 1.0)
    none = expect.close(torch.stack([plain, weighted]), 0.0, atol=1e-12, why="nothing to round")
    return plain, weighted, generic, none


@loss.check("edge")
def takes_a_batch_of_one(impl, draw):
    """One example is enough, weighted or not."""
    model, batch = _model(draw, 3), _batch(draw, 1, 3)
    return impl.diffusion_loss(model, *batch), impl.diffusion_loss(model, *batch, 0.5)


@loss.check("stability", atol=0, rtol=1e-6)
def weighs_the_limits(impl, draw):
    """alpha_bar = 0 has weight 1 and alpha_bar = 1 weight 0; without gamma both have weight 1."""
    model, batch = _model(draw, 2), _ends(draw)
    return impl.diffusion_loss(model, *batch, 1.0), impl.diffusion_loss(model, *batch)


@loss.check("stability", atol=0, rtol=1e-6)
def weighs_levels_next_to_the_limits(impl, draw):
    """Very small and very large ratios of signal to noise are weighted exactly."""
    model, (x0, t, eps, _) = _model(draw, 2), _batch(draw, 3, 2, n=3)
    levels = torch.cat([1 - draw.uniform(1, low=1e-8, high=2e-8), draw.uniform(2, high=1e-12)])
    return (
        impl.diffusion_loss(model, x0, t, eps, levels, 5.0),
        impl.diffusion_loss(model, x0[:1], torch.tensor([0]), eps[:1], levels, 5.0),
    )


@loss.check("error")
def rejects_a_gamma_that_is_not_positive(impl, draw):
    """gamma that is 0 or negative raises ValueError."""
    model, batch = _model(draw, 3), _batch(draw, 4, 3)
    impl.diffusion_loss(model, *batch, 0.1)
    return (
        impl.diffusion_loss.raises(model, *batch, 0.0),
        impl.diffusion_loss.raises(model, *batch, -1.0),
    )


@loss.check("error")
def rejects_batches_that_do_not_fit(impl, draw):
    """x0 and eps (B, ...) of at least 2-D, t (B,), alpha_bar (T,): others raise ValueError."""
    model, (x0, t, eps, levels) = _model(draw, 4), _batch(draw, 3, 4)
    impl.diffusion_loss(model, x0, t, eps, levels)

    def call(x, e, at, ab):
        return impl.diffusion_loss.raises(model, x, at, e, ab)

    return call(x0[:, 0], eps[:, 0], t, levels), misfits(call, x0, eps, t, levels)


@loss.check("error")
def rejects_steps_and_levels_out_of_range(impl, draw):
    """t outside 0..T-1 or floating, or alpha_bar outside [0, 1], raises ValueError."""
    model, (x0, t, eps, levels) = _model(draw, 4), _batch(draw, 4, 4, n=4)
    impl.diffusion_loss(model, x0, t, eps, levels)
    return (
        misplaced(lambda at: impl.diffusion_loss.raises(model, x0, at, eps, levels), t, 4),
        impl.diffusion_loss.raises(model, x0, t, eps, replaced(levels, 0, 1.2)),
        impl.diffusion_loss.raises(model, x0, t, eps, replaced(levels, 3, -0.2)),
    )
