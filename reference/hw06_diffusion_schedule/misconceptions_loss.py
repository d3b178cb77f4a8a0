"""Wrong versions of the loss, with what their authors read."""

from . import loss


def _parts(t, x0, alpha_bar):
    """alpha_bar of each example, and the two amplitudes shaped like x0."""
    ab = alpha_bar[t]
    column = ab.view(-1, *[1] * (x0.ndim - 1))
    return ab, column.sqrt(), (1 - column).sqrt()


def _weight(ab, gamma):
    if gamma is None:
        return 1.0
    return (gamma * (1 - ab) / ab).clamp(max=1.0)


@loss.misconception
def model_sees_clean(model, x0, t, eps, alpha_bar, gamma=None):
    """You showed the model the clean image, in which there is no eps to find.

    Which of x_0 and x_t does a network see when images are generated?
    """
    ab, _, _ = _parts(t, x0, alpha_bar)
    per = ((model(x0, t) - eps) ** 2).flatten(1).mean(1)
    return (_weight(ab, gamma) * per).mean()


@loss.misconception
def snr_inverted(model, x0, t, eps, alpha_bar, gamma=None):
    """Your ratio of signal to noise is upside down: it must be large where the image is clean."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        per = per * (gamma * ab / (1 - ab)).clamp(max=1.0)
    return per.mean()


@loss.misconception
def max_for_min(model, x0, t, eps, alpha_bar, gamma=None):
    """Your weights are all at least 1; min-SNR limits the influence of easy examples."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        per = per * (gamma * (1 - ab) / ab).clamp(min=1.0)
    return per.mean()


@loss.misconception
def weight_without_division(model, x0, t, eps, alpha_bar, gamma=None):
    """Your weight suits an error in x_0; for an error in eps one more factor is needed."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        per = per * (ab / (1 - ab)).clamp(max=gamma)
    return per.mean()


@loss.misconception
def weights_averaged_first(model, x0, t, eps, alpha_bar, gamma=None):
    """Every weight meets every error, as in a product of two averages; each example has one weight.

    What is the shape of your weights, and what of your errors, before you multiply them?
    """
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        return per.mean() * _weight(ab, gamma).mean()
    return per.mean()


@loss.misconception
def t_shifted(model, x0, t, eps, alpha_bar, gamma=None):
    """You told the model another step than the one used for noising: both count from 0."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t + 1) - eps) ** 2).flatten(1).mean(1)
    return (_weight(ab, gamma) * per).mean()


@loss.misconception
def summed_within_an_example(model, x0, t, eps, alpha_bar, gamma=None):
    """You sum over pixels, so larger images cost more. Which reduction is asked for?"""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).sum(1)
    return (_weight(ab, gamma) * per).mean()


@loss.misconception
def weights_normalised(model, x0, t, eps, alpha_bar, gamma=None):
    """You divide by the sum of the weights; here the mean over the batch stays a plain one."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        weight = _weight(ab, gamma)
        return (weight * per).sum() / weight.sum()
    return per.mean()


@loss.misconception
def gamma_ignored(model, x0, t, eps, alpha_bar, gamma=None):
    """Your loss is the same for every gamma. Where do the weights enter?"""
    _, a, s = _parts(t, x0, alpha_bar)
    return ((model(a * x0 + s * eps, t) - eps) ** 2).mean()


@loss.misconception
def ratio_of_nothing(model, x0, t, eps, alpha_bar, gamma=None):
    """Where alpha_bar is 0 or 1 your weight is 0/0 or inf/inf. Which limit does it have there?

    Can min(SNR, gamma) / SNR be written so that only one ratio is formed?
    """
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        snr = ab / (1 - ab)
        per = per * snr.clamp(max=gamma) / snr
    return per.mean()


@loss.misconception
def target_is_the_image(model, x0, t, eps, alpha_bar, gamma=None):
    """You compare the model's guess with the clean image; here it guesses the noise."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - x0) ** 2).flatten(1).mean(1)
    return (_weight(ab, gamma) * per).mean()


@loss.misconception
def t_as_fraction(model, x0, t, eps, alpha_bar, gamma=None):
    """You hand the model t / T; it is to be asked with t as it was given."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t / len(alpha_bar)) - eps) ** 2).flatten(1).mean(1)
    return (_weight(ab, gamma) * per).mean()


@loss.misconception
def t_as_floats(model, x0, t, eps, alpha_bar, gamma=None):
    """You hand the model t as floats; an embedding, for one, can only look up integers."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t.to(x0.dtype)) - eps) ** 2).flatten(1).mean(1)
    return (_weight(ab, gamma) * per).mean()


@loss.misconception
def absolute_error(model, x0, t, eps, alpha_bar, gamma=None):
    """Your error grows only linearly with the distance; here it is squared."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = (model(a * x0 + s * eps, t) - eps).abs().flatten(1).mean(1)
    return (_weight(ab, gamma) * per).mean()


@loss.misconception
def ratio_of_amplitudes(model, x0, t, eps, alpha_bar, gamma=None):
    """Your SNR is a ratio of amplitudes; it is one of variances."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        per = per * (gamma * ((1 - ab) / ab).sqrt()).clamp(max=1.0)
    return per.mean()


@loss.misconception
def weight_for_velocity(model, x0, t, eps, alpha_bar, gamma=None):
    """You divide by SNR + 1, which suits an error in v; for eps it is SNR."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        snr = ab / (1 - ab)
        per = per * snr.clamp(max=gamma) / (snr + 1)
    return per.mean()


@loss.misconception
def signal_as_snr(model, x0, t, eps, alpha_bar, gamma=None):
    """You take alpha_bar for the SNR; it still has to be divided by the share of noise."""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    if gamma is not None:
        per = per * (gamma / ab).clamp(max=1.0)
    return per.mean()


@loss.misconception
def summed_over_batch(model, x0, t, eps, alpha_bar, gamma=None):
    """You sum over examples, so your loss grows with the batch. Which reduction is asked for?"""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a * x0 + s * eps, t) - eps) ** 2).flatten(1).mean(1)
    return (_weight(ab, gamma) * per).sum()


@loss.misconception
def noised_without_roots(model, x0, t, eps, alpha_bar, gamma=None):
    """You show the model a mixture without square roots. Does question 2 not give you x_t?"""
    ab, a, s = _parts(t, x0, alpha_bar)
    per = ((model(a**2 * x0 + s**2 * eps, t) - eps) ** 2).flatten(1).mean(1)
    return (_weight(ab, gamma) * per).mean()
