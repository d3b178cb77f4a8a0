"""Wrong versions of the posterior of one step, with what their authors read."""

import torch

from . import posterior

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


@posterior.misconception
def computed_in_float32(x0, xt, t, betas):
    """You form alpha_bar in float32: where betas are tiny, 1 - alpha_bar keeps hardly a digit."""
    betas = betas.float()
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    mean, variance = _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))
    return mean.to(x0.dtype), variance.to(x0.dtype)


@posterior.misconception
def variance_without_beta(x0, xt, t, betas):
    """Your variance lacks its factor beta_t. Should a tiny step leave much uncertainty?"""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, (1 - prev) / (1 - ab))


@posterior.misconception
def first_variance_replaced(x0, xt, t, betas):
    """At t = 0 your variance is that of t = 1, a trick for logarithms; here it is 0."""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    variance = betas * (1 - prev) / (1 - ab)
    if len(betas) > 1:
        variance = torch.cat([variance[1:2], variance[1:]])
    return _answer(x0, xt, t, c0, ct, variance)


@posterior.misconception
def first_t_for_all(x0, xt, t, betas):
    """All your examples got the step of the first one; each has a step of its own."""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t[:1].expand_as(t), c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def root_of_xt_missing(x0, xt, t, betas):
    """Your weight of x_t lacks a root: between x_{t-1} and x_t lies an amplitude."""
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas) * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, betas * (1 - prev) / (1 - ab))


@posterior.misconception
def steps_along_features(x0, xt, t, betas):
    """Your weights run along the last dimension; t has one entry for each example.

    Which shape must a weight take so that it lines up with dim 0?
    """
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return c0[t] * x0 + ct[t] * xt, (betas * (1 - prev) / (1 - ab))[t]


@posterior.misconception
def variance_is_beta_after_the_first(x0, xt, t, betas):
    """Your variance is 0 at t = 0 and beta_t elsewhere; knowing x_0 makes each step surer.

    Between which two numbers does the posterior variance lie?
    """
    ab, prev = _levels(betas)
    c0, ct = prev.sqrt() * betas / (1 - ab), (1 - betas).sqrt() * (1 - prev) / (1 - ab)
    return _answer(x0, xt, t, c0, ct, torch.cat([0 * betas[:1], betas[1:]]))
