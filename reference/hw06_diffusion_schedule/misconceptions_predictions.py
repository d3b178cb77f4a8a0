"""Wrong versions of the posterior and of the conversions, with what their authors read."""

import torch

from . import conversion, posterior

# 3. The posterior of one step


def _levels(betas):
    """alpha_bar at each step, and at the step before."""
    ab = torch.cumprod(1 - betas, 0)
    return ab, torch.cat([torch.ones_like(ab[:1]), ab[:-1]])


def _answer(x0, xt, t, c0, ct, variance):
    shape = (-1, *[1] * (x0.ndim - 1))
    return c0[t].view(shape) * x0 + ct[t].view(shape) * xt, variance[t]


@posterior.misconception
def variance_is_beta(x0, xt, t, betas):
    """Your variance is beta_t, as if x_0 were unknown: knowing it reduces the uncertainty.

    How sure can you be of the image before the first step if you are told x_0?
    """
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas)


@posterior.misconception
def coefficients_swapped(x0, xt, t, betas):
    """x_0 and x_t exchanged their weights. Which of the two should the mean be at t = 0?"""
    ab, prev = _levels(betas)
    c0, ct = (1 - betas).sqrt() * (1 - prev) / (1 - ab), prev.sqrt() * betas / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def roll_wraps_around(x0, xt, t, betas):
    """At t = 0 you use the last alpha_bar. What is the signal level before any noise?"""
    ab = torch.cumprod(1 - betas, 0)
    prev = torch.roll(ab, 1)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def clamped_previous_index(x0, xt, t, betas):
    """Only t = 0 differs: before the first step there is no noise at all."""
    ab = torch.cumprod(1 - betas, 0)
    prev = torch.cat([ab[:1], ab[:-1]])
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def std_returned(x0, xt, t, betas):
    """Your second output is a standard deviation; the variance is asked for."""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, (betas * (1 - prev) / (1 - ab)).sqrt())


@posterior.misconception
def ratio_inverted(x0, xt, t, betas):
    """Your variance exceeds beta_t and explodes at t = 0: which way up is the ratio?"""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - ab) / (1 - prev).clamp(min=1e-12))


@posterior.misconception
def roots_missing(x0, xt, t, betas):
    """Your weights lack their square roots: images are scaled by amplitudes, not by variances."""
    ab, prev = _levels(betas)
    c0, ct = prev * betas / (1 - ab), (1 - betas) * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def signal_of_the_same_step(x0, xt, t, betas):
    """Your weight of x_0 holds alpha_bar of step t. At which step is the image you ask for?"""
    ab, prev = _levels(betas)
    c0, ct = ab.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def cumulative_factor_on_xt(x0, xt, t, betas):
    """Your weight of x_t holds alpha_bar; between x_{t-1} and x_t lies one single step."""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), ab.sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def log_variance_returned(x0, xt, t, betas):
    """Your second output is a logarithm; the variance itself is asked for."""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, (betas * (1 - prev) / (1 - ab)).log())


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
