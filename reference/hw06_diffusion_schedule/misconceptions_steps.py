"""Wrong versions of the two ways back, with what their authors read."""

import torch

from . import ddim, ddpm

# 6. A step of DDPM


def _levels(betas, t):
    """beta_t, alpha_bar_t, and alpha_bar before step t."""
    ab = torch.cumprod(1 - betas, 0)
    return betas[t], ab[t], ab[t - 1] if t > 0 else torch.ones_like(ab[0])


@ddpm.misconception
def sigma_is_sqrt_beta(xt, t, eps_pred, noise, betas):
    """Yours is a published variant, sigma^2 = beta_t; here it is the smaller posterior variance."""
    b, ab, _ = _levels(betas, t)
    mean = (xt - b / (1 - ab).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + b.sqrt() * noise if t > 0 else mean


@ddpm.misconception
def variance_as_std(xt, t, eps_pred, noise, betas):
    """Your fresh noise is scaled by a variance. What turns a variance into an amplitude?"""
    b, ab, prev = _levels(betas, t)
    mean = (xt - b / (1 - ab).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + b * (1 - prev) / (1 - ab) * noise


@ddpm.misconception
def root_missing_in_noise_term(xt, t, eps_pred, noise, betas):
    """In your mean the predicted noise lacks a root. With which amplitude does eps sit in x_t?"""
    b, ab, prev = _levels(betas, t)
    mean = (xt - b / (1 - ab) * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise


@ddpm.misconception
def rescaling_forgotten(xt, t, eps_pred, noise, betas):
    """The forward step shrank the image; your reverse step does not undo it."""
    b, ab, prev = _levels(betas, t)
    mean = xt - b / (1 - ab).sqrt() * eps_pred
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise


@ddpm.misconception
def sign_of_noise(xt, t, eps_pred, noise, betas):
    """You add the predicted noise to x_t; a step back removes it."""
    b, ab, prev = _levels(betas, t)
    mean = (xt + b / (1 - ab).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise


@ddpm.misconception
def jump_to_x0(xt, t, eps_pred, noise, betas):
    """You removed all the noise at once: that estimates x_0, not x_{t-1}."""
    b, ab, prev = _levels(betas, t)
    mean = (xt - (1 - ab).sqrt() * eps_pred) / ab.sqrt()
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise


@ddpm.misconception
def noise_at_every_step(xt, t, eps_pred, noise, betas):
    """You add noise of variance beta_t even at t = 0. What is left to be uncertain about there?

    How large is the posterior variance of question 3 at the first step?
    """
    b, ab, _ = _levels(betas, t)
    mean = (xt - b / (1 - ab).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + b.sqrt() * noise


@ddpm.misconception
def rescaled_by_alpha_bar(xt, t, eps_pred, noise, betas):
    """You rescale by alpha_bar, which undoes all steps: how much did the last one shrink?"""
    b, ab, prev = _levels(betas, t)
    mean = (xt - b / (1 - ab).sqrt() * eps_pred) / ab.sqrt()
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise


@ddpm.misconception
def noise_of_one_step_only(xt, t, eps_pred, noise, betas):
    """You use 1 - beta_t where alpha_bar_t belongs: x_t holds the noise of all steps so far."""
    b, _, _ = _levels(betas, t)
    before = 1 - betas[t - 1] if t > 0 else torch.ones_like(b)
    mean = (xt - b.sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (1 - before).sqrt() * noise


@ddpm.misconception
def minus_one_wraps(xt, t, eps_pred, noise, betas):
    """At t = 0 your previous alpha_bar is the last one: in Python, index -1 counts from the end."""
    ab = torch.cumprod(1 - betas, 0)
    b, prev = betas[t], ab[t - 1]
    mean = (xt - b / (1 - ab[t]).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - prev) / (1 - ab[t])).sqrt() * noise


@ddpm.misconception
def clamped_previous_index(xt, t, eps_pred, noise, betas):
    """Only t = 0 differs: before the first step there is no noise at all."""
    ab = torch.cumprod(1 - betas, 0)
    b, prev = betas[t], ab[max(t - 1, 0)]
    mean = (xt - b / (1 - ab[t]).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - prev) / (1 - ab[t])).sqrt() * noise


@ddpm.misconception
def x0_clipped(xt, t, eps_pred, noise, betas):
    """You clip the implied x_0 to [-1, 1]; here it is used as it comes out."""
    b, ab, prev = _levels(betas, t)
    x0 = ((xt - (1 - ab).sqrt() * eps_pred) / ab.sqrt()).clamp(-1, 1)
    mean = (prev.sqrt() * b * x0 + (1 - b).sqrt() * (1 - prev) * xt) / (1 - ab)
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise if t > 0 else mean


@ddpm.misconception
def noise_rescaled_too(xt, t, eps_pred, noise, betas):
    """Your rescaling reaches the fresh noise as well; only the mean is rescaled."""
    b, ab, prev = _levels(betas, t)
    sigma = (b * (1 - prev) / (1 - ab)).sqrt()
    mean = xt - b / (1 - ab).sqrt() * eps_pred
    return (mean + sigma * noise if t > 0 else mean) / (1 - b).sqrt()


@ddpm.misconception
def root_of_beta(xt, t, eps_pred, noise, betas):
    """In your mean the predicted noise is weighted by the root of beta_t; beta_t stands there."""
    b, ab, prev = _levels(betas, t)
    mean = (xt - (b / (1 - ab)).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise if t > 0 else mean


@ddpm.misconception
def ratio_inverted(xt, t, eps_pred, noise, betas):
    """The variance of your fresh noise exceeds beta_t: which way up is the ratio?"""
    b, ab, prev = _levels(betas, t)
    mean = (xt - b / (1 - ab).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - ab) / (1 - prev)).sqrt() * noise if t > 0 else mean


@ddpm.misconception
def noise_left_out(xt, t, eps_pred, noise, betas):
    """You return the mean at every step; where t > 0 fresh noise belongs to the draw."""
    b, ab, _ = _levels(betas, t)
    return (xt - b / (1 - ab).sqrt() * eps_pred) / (1 - b).sqrt()


@ddpm.misconception
def computed_in_float32(xt, t, eps_pred, noise, betas):
    """You form alpha_bar in float32: where betas are tiny, 1 - alpha_bar keeps hardly a digit."""
    b, ab, prev = _levels(betas.float(), t)
    mean = (xt - b / (1 - ab).sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise if t > 0 else mean


# 7. A jump of DDIM


def _ends(xt, t, t_prev, eps_pred, alpha_bar):
    """alpha_bar at both ends of the jump, and the estimate of x_0."""
    a = alpha_bar[t]
    p = alpha_bar[t_prev] if t_prev >= 0 else torch.ones_like(a)
    return a, p, (xt - (1 - a).sqrt() * eps_pred) / a.sqrt()


def _fresh(noise, xt):
    return torch.zeros_like(xt) if noise is None else noise


def _landed(p, x0, eps_pred, var, z):
    """x_p with fresh noise of variance var in place of part of the predicted direction."""
    var = var.clamp(min=0)
    return p.sqrt() * x0 + (1 - p - var).clamp(min=0).sqrt() * eps_pred + var.sqrt() * z


@ddim.misconception
def minus_one_wraps(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):  # noqa: F811
    """In Python index -1 is the last and noisiest step. What is alpha_bar of a clean image?"""
    a, _, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    p = alpha_bar[t_prev]
    var = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    return _landed(p, x0, eps_pred, var, noise if eta > 0 else torch.zeros_like(xt))


@ddim.misconception
def x0_not_rescaled(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your estimate of x_0 enters at full size. How much signal belongs into the new step?"""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    return x0 + (1 - p - var).clamp(min=0).sqrt() * eps_pred + var.sqrt() * _fresh(noise, xt)


@ddim.misconception
def direction_without_sigma(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """With eta > 0 your total noise is too large: fresh noise must replace part of the old."""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    return p.sqrt() * x0 + (1 - p).sqrt() * eps_pred + var.sqrt() * _fresh(noise, xt)


@ddim.misconception
def eta_scales_variance(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your eta multiplies the variance: fine at 0 and 1, but between it scales sigma itself."""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = eta * (1 - p) / (1 - a) * (1 - a / p)
    return _landed(p, x0, eps_pred, var, _fresh(noise, xt))


@ddim.misconception
def eta_ignored(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """eta has no effect in your step. Where does it let fresh noise in?"""
    _, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    return p.sqrt() * x0 + (1 - p).sqrt() * eps_pred


@ddim.misconception
def fresh_noise_as_direction(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """You noised the estimate of x_0 from scratch: the predicted direction must be kept."""
    _, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    return p.sqrt() * x0 + (1 - p).sqrt() * (eps_pred if noise is None else noise)


@ddim.misconception
def one_step_whatever_t_prev(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """You land at t - 1 whatever t_prev is. Which argument says how far to jump?"""
    a, p, x0 = _ends(xt, t, t - 1, eps_pred, alpha_bar)
    var = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    return _landed(p, x0, eps_pred, var, _fresh(noise, xt))


@ddim.misconception
def noise_at_eta_zero(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your step takes eta = 1 as soon as it is given noise; eta alone decides."""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    share = 0.0 if noise is None else 1.0
    var = share * (1 - p) / (1 - a) * (1 - a / p)
    return _landed(p, x0, eps_pred, var, _fresh(noise, xt))


@ddim.misconception
def x0_clipped(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):  # noqa: F811
    """You clip the estimate of x_0 to [-1, 1]; here it is used as it comes out."""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    return _landed(p, x0.clamp(-1, 1), eps_pred, var, _fresh(noise, xt))


@ddim.misconception
def root_below_zero(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Where hardly any signal is left, round-off makes your root NaN. What is the root's limit?"""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    sigma = eta * ((1 - p) / (1 - a)).sqrt() * (1 - a / p).sqrt()
    step = p.sqrt() * x0 + (1 - p - sigma**2).sqrt() * eps_pred
    return step + sigma * noise if eta > 0 else step


@ddim.misconception
def clamped_previous_index(  # noqa: F811
    xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None
):
    """At t_prev = -1 you use alpha_bar[0], which has one step of noise: a clean image has none."""
    a, p, x0 = _ends(xt, t, max(t_prev, 0), eps_pred, alpha_bar)
    var = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    step = _landed(p, x0, eps_pred, var, torch.zeros_like(xt))
    return step + var.clamp(min=0).sqrt() * noise if eta > 0 else step


@ddim.misconception
def division_forgotten(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your estimate of x_0 is still scaled by an amplitude. Which division is missing?"""
    a, p, _ = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = eta**2 * (1 - p) / (1 - a) * (1 - a / p)
    step = _landed(p, xt - (1 - a).sqrt() * eps_pred, eps_pred, var, torch.zeros_like(xt))
    return step + var.sqrt() * noise if eta > 0 else step


@ddim.misconception
def sigma_not_squared(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Under your second root stands sigma; a variance is subtracted from a variance there."""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    sigma = eta * ((1 - p) / (1 - a) * (1 - a / p)).clamp(min=0).sqrt()
    step = p.sqrt() * x0 + (1 - p - sigma).clamp(min=0).sqrt() * eps_pred
    return step + sigma * noise if eta > 0 else step


@ddim.misconception
def sigma_of_one_factor(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your sigma lacks its second factor: a short jump may bring in little noise only."""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = eta**2 * (1 - p) / (1 - a)
    step = _landed(p, x0, eps_pred, var, torch.zeros_like(xt))
    return step + var.sqrt() * noise if eta > 0 else step


@ddim.misconception
def sigma_of_the_jump_alone(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your sigma is that of the forward jump; knowing x_t and x_0 makes it smaller."""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = eta**2 * (1 - a / p)
    step = _landed(p, x0, eps_pred, var, torch.zeros_like(xt))
    return step + var.sqrt() * noise if eta > 0 else step


@ddim.misconception
def noise_scaled_by_variance(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your fresh noise is scaled by a variance. What turns a variance into an amplitude?"""
    a, p, x0 = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    var = (eta**2 * (1 - p) / (1 - a) * (1 - a / p)).clamp(min=0)
    step = _landed(p, x0, eps_pred, var, torch.zeros_like(xt))
    return step + var * noise if eta > 0 else step


@ddim.misconception
def amplitudes_not_rooted(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """Your amplitudes are variances: signal and noise are scaled by square roots."""
    a, p, _ = _ends(xt, t, t_prev, eps_pred, alpha_bar)
    x0 = (xt - (1 - a) * eps_pred) / a
    var = (eta**2 * (1 - p) / (1 - a) * (1 - a / p)).clamp(min=0)
    step = p * x0 + (1 - p - var).clamp(min=0) * eps_pred
    return step + var.sqrt() * noise if eta > 0 else step


@ddpm.misconception
def one_forward_step_undone(xt, t, eps_pred, noise, betas):
    """You take eps_pred for the noise of step t alone; it is all the noise in x_t."""
    b, ab, prev = _levels(betas, t)
    mean = (xt - b.sqrt() * eps_pred) / (1 - b).sqrt()
    return mean + (b * (1 - prev) / (1 - ab)).sqrt() * noise
