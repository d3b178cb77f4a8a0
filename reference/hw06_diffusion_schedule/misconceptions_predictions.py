"""Wrong versions of the conversions between predictions, with what their authors read."""

from . import conversion

# 4. Three names for one prediction


def _amplitudes(t, alpha_bar, xt):
    q = alpha_bar[t].view(-1, *[1] * (xt.ndim - 1))
    return q.sqrt(), (1 - q).sqrt()


def _solved(pred, xt, a, s, source):
    """eps and x_0 from a prediction of `source`."""
    if source == "eps":
        return pred, (xt - s * pred) / a
    if source == "x0":
        return (xt - a * pred) / s, pred
    return s * xt + a * pred, a * xt - s * pred


@conversion.misconception
def v_sign(pred, xt, t, alpha_bar, source, target):
    """Your v has the opposite sign. Which of eps and -eps should it equal at alpha_bar = 1?"""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(-pred if source == "v" else pred, xt, a, s, source)
    return {"eps": eps, "x0": x0, "v": s * x0 - a * eps}[target]


@conversion.misconception
def v_weights_swapped(pred, xt, t, alpha_bar, source, target):
    """In your v the amplitudes changed places: which of eps and x_0 is left at alpha_bar = 1?"""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    if source == "v":
        eps, x0 = s * xt + s * pred, a * xt - a * pred
    return {"eps": eps, "x0": x0, "v": s * eps - a * x0}[target]


@conversion.misconception
def flow_matching_v(pred, xt, t, alpha_bar, source, target):
    """Your v is the velocity on a straight line; here signal and noise move on a circle."""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    if source == "v":
        eps, x0 = (xt + a * pred) / (a + s), (xt - s * pred) / (a + s)
    return {"eps": eps, "x0": x0, "v": eps - x0}[target]


@conversion.misconception
def division_forgotten(pred, xt, t, alpha_bar, source, target):
    """You took one part away, but what remains is still scaled. Which factor has to be undone?"""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    if source == "eps":
        eps, x0 = pred, xt - s * pred
    elif source == "x0":
        eps, x0 = xt - a * pred, pred
    else:
        eps, x0 = s * xt + a * pred, a * xt - s * pred
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def one_based_t(pred, xt, t, alpha_bar, source, target):
    """Your noise level belongs to the step before: t counts from 0."""
    if source == target:
        return pred
    a, s = _amplitudes((t - 1).clamp(min=0), alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def directions_swapped(pred, xt, t, alpha_bar, source, target):
    """You convert in the opposite direction: source is what the network gave you."""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, target)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[source]


@conversion.misconception
def x0_clipped(pred, xt, t, alpha_bar, source, target):
    """You clip x_0 to [-1, 1]; here the conversion is exact and clips nothing."""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    x0 = x0.clamp(-1, 1)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def amplitudes_not_rooted(pred, xt, t, alpha_bar, source, target):
    """Your amplitudes are variances: their squares, not they themselves, must add to 1."""
    if source == target:
        return pred
    a, s = (part**2 for part in _amplitudes(t, alpha_bar, xt))
    eps, x0 = _solved(pred, xt, a, s, source)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def v_divided_by_amplitudes(pred, xt, t, alpha_bar, source, target):
    """From v you divide by an amplitude where a^2 + s^2 = 1 already does the work.

    What becomes of x_0 and eps from your v where alpha_bar is 0 or 1?
    """
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    if source == "v":
        eps, x0 = (pred + s * x0) / a, (xt - s * eps) / a
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def first_t_for_all(pred, xt, t, alpha_bar, source, target):
    """All your examples got the noise level of the first one; each has a step of its own."""
    if source == target:
        return pred
    a, s = alpha_bar[t[0]].sqrt(), (1 - alpha_bar[t[0]]).sqrt()
    eps, x0 = _solved(pred, xt, a, s, source)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def returned_image_clipped(pred, xt, t, alpha_bar, source, target):
    """You clip the x_0 that you return to [-1, 1]; here the conversion clips nothing."""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    return {"eps": eps, "x0": x0.clamp(-1, 1), "v": a * eps - s * x0}[target]


@conversion.misconception
def image_from_v_by_division(pred, xt, t, alpha_bar, source, target):
    """From v you reach x_0 by way of eps and a division, which fails at alpha_bar = 0.

    Can x_0 be a sum of multiples of x_t and v, as eps is?
    """
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    if source == "v":
        x0 = (xt - s * eps) / a
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def noise_from_v_by_division(pred, xt, t, alpha_bar, source, target):
    """From v you reach eps by way of x_0 and a division, which fails at alpha_bar = 1.

    Can eps be a sum of multiples of x_t and v, as x_0 is?
    """
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    if source == "v":
        eps = (xt - a * x0) / s
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def levels_not_in_use_refused(pred, xt, t, alpha_bar, source, target):
    """You refuse a schedule for levels at which no example is: only alpha_bar[t] matters."""
    if source == target:
        return pred
    lost = {"eps": 0.0, "x0": 1.0}.get(source)
    if lost is not None and (alpha_bar == lost).any():
        raise ValueError("the prediction cannot be converted")
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def epsilon_in_the_division(pred, xt, t, alpha_bar, source, target):
    """Your small constant beside the amplitude makes a conversion inexact: no round trip closes.

    Which amplitudes of 0 has the ValueError already excluded?
    """
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    if source == "eps":
        x0 = (xt - s * pred) / (a + 1e-8)
    elif source == "x0":
        eps = (xt - a * pred) / (s + 1e-8)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def v_adds_the_image(pred, xt, t, alpha_bar, source, target):
    """Your v adds the image to the noise, as x_t does; a velocity takes one from the other."""
    if source == target:
        return pred
    a, s = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    return {"eps": eps, "x0": x0, "v": a * eps + s * x0}[target]


@conversion.misconception
def amplitudes_exchanged(pred, xt, t, alpha_bar, source, target):
    """Signal and noise exchanged their amplitudes: at alpha_bar = 1 all of x_t is signal."""
    if source == target:
        return pred
    s, a = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, s, source)
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target]


@conversion.misconception
def noise_amplitude_not_squared(pred, xt, t, alpha_bar, source, target):
    """Your noise amplitude is 1 minus the signal's; their squares, not they, add to 1."""
    if source == target:
        return pred
    a, _ = _amplitudes(t, alpha_bar, xt)
    eps, x0 = _solved(pred, xt, a, 1 - a, source)
    return {"eps": eps, "x0": x0, "v": a * eps - (1 - a) * x0}[target]
