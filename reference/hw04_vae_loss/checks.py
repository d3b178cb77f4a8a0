"""Hidden checks of HW 4: the two reconstruction terms; the other questions have their own files."""

import torch

from autograder.assignment import expect

from . import bernoulli, checks_divergence, checks_loss, checks_sampling, gaussian  # noqa: F401

ROUNDING = "both sides are sums of a few terms of order one: rounding stays below 1e-13"

# --- 1. Gaussian reconstruction -------------------------------------------------------------


@gaussian.check("value")
def one_density_for_each_example(impl, draw):
    """One log-density per example: a sum over its features, nothing over the batch."""
    x, mean = draw.normal(4, 5), draw.normal(4, 5)
    return impl.gaussian_log_likelihood(x, mean, draw.uniform(4, 5, low=-3, high=2))


gaussian.float32(one_density_for_each_example)


@gaussian.check("broadcast")
def sums_over_everything_in_an_image(impl, draw):
    """Images (B, C, H, W) are summed over channels, rows and columns."""
    x, mean = draw.normal(2, 3, 4, 4), draw.normal(2, 3, 4, 4)
    return impl.gaussian_log_likelihood(x, mean, draw.uniform(2, 3, 4, 4, low=-2, high=2))


@gaussian.check("broadcast")
def one_variance_for_all_entries(impl, draw):
    """A 0-dim logvar counts once for every entry of x."""
    x, mean, logvar = draw.normal(4, 5), draw.normal(4, 5), draw.uniform(low=0.5, high=2)
    image, other = draw.normal(2, 3, 2, 2), draw.normal(2, 3, 2, 2)
    return (
        impl.gaussian_log_likelihood(x, mean, logvar),
        impl.gaussian_log_likelihood(image, other, logvar),
    )


@gaussian.check("broadcast")
def variances_shared_along_dimensions(impl, draw):
    """logvar may be given per feature, per example or per channel."""
    x, mean = draw.normal(4, 5), draw.normal(4, 5)
    per_feature, per_example = draw.uniform(5, low=-2, high=2), draw.uniform(4, 1, low=-2, high=2)
    image, other = draw.normal(2, 3, 2, 4), draw.normal(2, 3, 2, 4)
    per_channel = draw.uniform(3, 1, 1, low=-2, high=2)
    return (
        impl.gaussian_log_likelihood(x, mean, per_feature),
        impl.gaussian_log_likelihood(x, mean, per_example),
        impl.gaussian_log_likelihood(image, other, per_channel),
    )


@gaussian.check("grad")
def gradients_reach_mean_and_logvar(impl, draw):
    """Its gradients with respect to mean and logvar are those of the log-density."""
    x, mean, logvar = draw.normal(3, 4), draw.normal(3, 4), draw.uniform(3, 4, low=-2, high=2)
    return impl.gaussian_log_likelihood.grad(
        x, mean, logvar, wrt=("mean", "logvar"), cot=draw.normal(3)
    )


@gaussian.check("grad")
def gradient_of_a_shared_variance(impl, draw):
    """A 0-dim logvar collects gradient from every entry that it serves."""
    x, mean, logvar = draw.normal(3, 4), draw.normal(3, 4), draw.uniform(low=-2, high=2)
    cot = draw.uniform(3, low=0.5, high=2)
    return impl.gaussian_log_likelihood.grad(x, mean, logvar, wrt=("logvar",), cot=cot)


@gaussian.check("property")
def adds_up_over_features(impl, draw):
    """Two groups of features have together the sum of their log-likelihoods."""
    x, mean, logvar = draw.normal(4, 5), draw.normal(4, 5), draw.uniform(4, 5, low=-2, high=2)
    whole = impl.gaussian_log_likelihood(x, mean, logvar)
    left = impl.gaussian_log_likelihood(x[:, :2], mean[:, :2], logvar[:, :2])
    right = impl.gaussian_log_likelihood(x[:, 2:], mean[:, 2:], logvar[:, 2:])
    return expect.close(whole, left + right, atol=1e-9, why=ROUNDING), whole, left


@gaussian.check("edge")
def keeps_a_batch_of_one(impl, draw):
    """One example gives shape (1,), with several features or with one."""
    x, mean, logvar = draw.normal(1, 3), draw.normal(1, 3), draw.uniform(1, 3, low=-2, high=2)
    return (
        impl.gaussian_log_likelihood(x, mean, logvar),
        impl.gaussian_log_likelihood(x[:, :1], mean[:, :1], logvar[:, :1]),
    )


@gaussian.check("stability", atol=0)
def tiny_and_huge_variances(impl, draw):
    """A variance of e^-40 or e^40 is used as it is: nothing is added to it, nothing cut off."""
    mean, noise = draw.normal(3, 4), draw.normal(3, 4)
    low, high = draw.uniform(3, 4, low=-41, high=-39), draw.uniform(3, 4, low=39, high=41)
    return (
        impl.gaussian_log_likelihood(mean + 1e-9 * noise, mean, low),
        impl.gaussian_log_likelihood(mean + 1e9 * noise, mean, high),
    )


@gaussian.check("error")
def x_has_a_batch_and_more(impl, draw):
    """x with fewer than two dimensions raises ValueError."""
    x, mean, logvar = draw.normal(4, 5), draw.normal(4, 5), draw.normal(4, 5)
    impl.gaussian_log_likelihood(x, mean, logvar)
    return impl.gaussian_log_likelihood.raises(x[0], mean[0], logvar[0])


@gaussian.check("error")
def mean_has_the_shape_of_x(impl, draw):
    """mean of another shape than x raises ValueError, also where it would broadcast."""
    x, mean, logvar = draw.normal(4, 5), draw.normal(4, 5), draw.normal(4, 5)
    impl.gaussian_log_likelihood(x, mean, logvar)
    return (
        impl.gaussian_log_likelihood.raises(x, mean[:, :4], logvar),
        impl.gaussian_log_likelihood.raises(x, mean[0], logvar),
        impl.gaussian_log_likelihood.raises(x, mean[:, :1], logvar),
        impl.gaussian_log_likelihood.raises(x[:, :1], mean, logvar[:, :1]),
    )


@gaussian.check("error")
def logvar_never_enlarges_x(impl, draw):
    """logvar that does not broadcast to exactly x's shape raises ValueError."""
    x, mean, logvar = draw.normal(4, 5), draw.normal(4, 5), draw.normal(3, 4, 5)
    impl.gaussian_log_likelihood(x, mean, logvar[0])
    return (
        impl.gaussian_log_likelihood.raises(x, mean, logvar),
        impl.gaussian_log_likelihood.raises(x, mean, logvar[:1]),
        impl.gaussian_log_likelihood.raises(x[:1], mean[:1], logvar[0]),
        impl.gaussian_log_likelihood.raises(x, mean, logvar[0, :, :4]),
        impl.gaussian_log_likelihood.raises(x, mean, logvar[0, :, 0]),
    )


# --- 2. Bernoulli reconstruction ------------------------------------------------------------


@bernoulli.check("value")
def grey_pixels(impl, draw):
    """Targets between 0 and 1 weigh both logarithms; one sum per example."""
    return impl.bernoulli_log_likelihood(draw.uniform(4, 6), draw.normal(4, 6, std=2))


bernoulli.float32(grey_pixels)


@bernoulli.check("value")
def black_and_white_pixels(impl, draw):
    """Targets of exactly 0 and 1; one sum per example."""
    return impl.bernoulli_log_likelihood(draw.bernoulli(4, 6), draw.normal(4, 6, std=2))


@bernoulli.check("broadcast")
def sums_over_everything_in_a_picture(impl, draw):
    """Images (B, C, H, W) are summed over channels, rows and columns."""
    return impl.bernoulli_log_likelihood(draw.uniform(2, 1, 3, 3), draw.normal(2, 1, 3, 3))


@bernoulli.check("grad")
def gradient_reaches_the_logits(impl, draw):
    """Its gradient with respect to logits is that of the log-likelihood."""
    x, logits = draw.uniform(3, 4), draw.normal(3, 4, std=2)
    return impl.bernoulli_log_likelihood.grad(x, logits, wrt=("logits",), cot=draw.normal(3))


@bernoulli.check("grad")
def confident_mistakes_keep_their_gradient(impl, draw):
    """Where a confident logit misses its target, the gradient is still there to bring it back."""
    white = torch.cat(
        [draw.uniform(3, 2, low=50, high=70), draw.uniform(3, 1, low=1e3, high=1e4)], 1
    )
    x = torch.cat([torch.ones(3, 3), torch.zeros(3, 3)], dim=1).to(white.dtype)
    logits = torch.cat([-white, white], dim=1)
    cot = draw.uniform(3, low=0.5, high=2)
    return impl.bernoulli_log_likelihood.grad(x, logits, wrt=("logits",), cot=cot)


@bernoulli.check("property")
def the_negative_has_the_same_likelihood(impl, draw):
    """Exchanging black and white changes nothing if the logits change sign; never positive."""
    x, logits = draw.uniform(4, 6), draw.normal(4, 6, std=3)
    value = impl.bernoulli_log_likelihood(x, logits)
    negative = impl.bernoulli_log_likelihood(1 - x, -logits)
    return expect.close(value, negative, atol=1e-9, why=ROUNDING), expect.true(value <= 0), value


@bernoulli.check("edge")
def keeps_one_example_of_one_pixel(impl, draw):
    """One example of one pixel gives shape (1,)."""
    return impl.bernoulli_log_likelihood(draw.uniform(1, 1), draw.normal(1, 1))


@bernoulli.check("stability", atol=0, rtol=1e-9)
def confident_mistakes_cost_the_logit(impl, draw):
    """Logits up to 1e4 in size: a mistake costs |logit| nats, and being right costs nothing."""
    size = draw.uniform(5, 3, low=2e3, high=1e4)
    sign = torch.tensor([[-1.0], [1.0], [1.0], [-1.0], [1.0]], dtype=size.dtype)
    x = torch.tensor([[1.0], [0.0], [1.0], [0.0], [0.25]], dtype=size.dtype)
    return impl.bernoulli_log_likelihood(x.expand(5, 3).clone(), sign * size)


@bernoulli.check("stability", atol=0, rtol=1e-9)
def likely_mistakes_cost_the_logit(impl, draw):
    """A logit of 15 or 25 on the side of the mistake already costs what it says."""
    size = draw.uniform(4, 3, low=15, high=25)
    sign = torch.tensor([[-1.0], [1.0], [-1.0], [1.0]], dtype=size.dtype)
    x = torch.tensor([[1.0], [0.0], [0.75], [0.25]], dtype=size.dtype)
    return impl.bernoulli_log_likelihood(x.expand(4, 3).clone(), sign * size)


@bernoulli.check("error")
def targets_are_between_zero_and_one(impl, draw):
    """A single target below 0 or above 1 raises ValueError."""
    x, logits = draw.bernoulli(4, 6), draw.normal(4, 6)
    above, slightly, below = x.clone(), x.clone(), x.clone()
    above[2, 3], slightly[0, 0], below[3, 5] = 1.2, 1.001, -0.2
    impl.bernoulli_log_likelihood(x, logits)
    return (
        impl.bernoulli_log_likelihood.raises(above, logits),
        impl.bernoulli_log_likelihood.raises(slightly, logits),
        impl.bernoulli_log_likelihood.raises(below, logits),
    )


@bernoulli.check("error")
def targets_and_logits_have_one_shape(impl, draw):
    """Targets and logits of different shapes raise ValueError, also where they would broadcast."""
    x, logits = draw.bernoulli(4, 6), draw.normal(4, 6)
    impl.bernoulli_log_likelihood(x, logits)
    return (
        impl.bernoulli_log_likelihood.raises(x, logits[:, :5]),
        impl.bernoulli_log_likelihood.raises(x, logits[:, :1]),
        impl.bernoulli_log_likelihood.raises(x, logits[0]),
        impl.bernoulli_log_likelihood.raises(x[:1], logits),
    )
