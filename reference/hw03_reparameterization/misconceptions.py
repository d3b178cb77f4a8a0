"""Known wrong versions of hw03: a Gaussian sample and two ways to differentiate through it.

The other three questions' are in misconceptions_more.
"""

import torch
from torch.nn import functional as F

from . import pathwise, reparameterize, score

# reparameterize


@reparameterize.misconception
def std_is_exp_logvar(mu, logvar, eps):
    """You scaled the noise by exp(logvar), which is the variance: what is the standard deviation?

    Try this: with logvar = log 4, how far should eps = 1 move z?
    """
    return mu + torch.exp(logvar) * eps


@reparameterize.misconception
def logvar_as_std(mu, logvar, eps):
    """You scaled the noise by logvar itself: which scale does it give for a variance below 1?

    Try this: with logvar = 0 the variance is 1; how much noise do you add?
    """
    return mu + logvar * eps


@reparameterize.misconception
def sample_detached(mu, logvar, eps):
    """Your values are right but no gradient reaches the encoder: where is z cut off?

    Try this: call z.sum().backward() and look at mu.grad.
    """
    return (mu + torch.exp(0.5 * logvar) * eps).detach()


@reparameterize.misconception
def mean_detached(mu, logvar, eps):
    """Your logvar learns but your mu never does: where is its gradient cut?"""
    return mu.detach() + torch.exp(0.5 * logvar) * eps


@reparameterize.misconception
def negative_half(mu, logvar, eps):
    """Your noise shrinks as logvar grows: should a larger variance mean more noise or less?"""
    return mu + torch.exp(-0.5 * logvar) * eps


@reparameterize.misconception
def scale_detached(mu, logvar, eps):
    """Your mu learns but your logvar never does: where is its gradient cut?"""
    return mu + torch.exp(0.5 * logvar).detach() * eps


@reparameterize.misconception
def mean_scaled_too(mu, logvar, eps):
    """You scaled the mean together with the noise: what should z be when eps is 0?"""
    return torch.exp(0.5 * logvar) * (mu + eps)


@reparameterize.misconception
def softplus_scale(mu, logvar, eps):
    """You made the scale positive with softplus: which function undoes the logarithm in logvar?"""
    return mu + F.softplus(logvar) * eps


@reparameterize.misconception
def noise_forgotten(mu, logvar, eps):
    """Your z is the same whatever eps is: where does the randomness enter?"""
    return mu + torch.exp(0.5 * logvar) + 0 * eps


@reparameterize.misconception
def logvar_clamped(mu, logvar, eps):
    """You clip logvar, so that very small and very large variances come out alike.

    Try this: which sigma does logvar = -inf stand for, and which one do you use?
    """
    return mu + torch.exp(0.5 * logvar.clamp(-20, 20)) * eps


@reparameterize.misconception
def sigma_kept_above_zero(mu, logvar, eps):
    """You keep sigma away from 0, but sigma = 0 is legal and gives mu exactly.

    Try this: which step of your formula would sigma = 0 endanger?
    """
    return mu + (torch.exp(0.5 * logvar) + 1e-8) * eps


@reparameterize.misconception
def halved_outside(mu, logvar, eps):
    """You halved the variance after exp: which power of it is the standard deviation?"""
    return mu + 0.5 * torch.exp(logvar) * eps


@reparameterize.misconception
def noise_subtracted(mu, logvar, eps):
    """You subtract the noise: on which side of mu does a positive eps belong?"""
    return mu - torch.exp(0.5 * logvar) * eps


# pathwise_grad


def _leaves(mu, logvar):
    return mu.detach().clone().requires_grad_(), logvar.detach().clone().requires_grad_()


@pathwise.misconception
def sample_detached(f, mu, logvar, eps):  # noqa: F811 - ids are per question
    """Both gradients are zero: the sample was cut from its parameters before f saw it."""
    m, v = _leaves(mu, logvar)
    z = (m + torch.exp(0.5 * v) * eps).detach()
    return torch.autograd.grad(f(z).mean() + 0 * m.sum() + 0 * v.sum(), (m, v))


@pathwise.misconception
def std_is_exp_logvar(f, mu, logvar, eps):  # noqa: F811
    """Your samples have another spread than asked: is exp(logvar) sigma or its square?"""
    m, v = _leaves(mu, logvar)
    return torch.autograd.grad(f(m + torch.exp(v) * eps).mean(), (m, v))


@pathwise.misconception
def chain_rule_skipped(f, mu, logvar, eps):
    """Both parameters got the same gradient: how does z change when only logvar does?

    Try this: with eps = 0, what should the gradient of logvar be?
    """
    z = (mu + torch.exp(0.5 * logvar) * eps).detach().requires_grad_()
    slope = torch.autograd.grad(f(z).mean(), z)[0].sum(0)
    return slope, slope.clone()


@pathwise.misconception
def gradient_at_mean(f, mu, logvar, eps):
    """You differentiated f at the mean: the expectation is over noisy z, where does eps come in?"""
    m, v = _leaves(mu, logvar)
    return torch.autograd.grad(f((m + 0 * v)[None]).mean(), (m, v))


@pathwise.misconception
def summed_over_samples(f, mu, logvar, eps):
    """Your gradients grow with n: is J a sum or an average over the samples?

    Try this: list every sample twice; what should change?
    """
    m, v = _leaves(mu, logvar)
    return torch.autograd.grad(f(m + torch.exp(0.5 * v) * eps).sum(), (m, v))


@pathwise.misconception
def gradient_of_sigma(f, mu, logvar, eps):
    """Your second gradient is that of sigma: how does sigma change with logvar?"""
    m, v = _leaves(mu, logvar)
    s = torch.exp(0.5 * v).detach().requires_grad_()
    return torch.autograd.grad(f(m + s * eps).mean(), (m, s))


@pathwise.misconception
def gradient_of_log_sigma(f, mu, logvar, eps):
    """Your second gradient is twice that of logvar: is your variable log sigma or log sigma^2?"""
    m, v = _leaves(mu, logvar)
    half = (0.5 * v).detach().requires_grad_()
    return torch.autograd.grad(f(m + torch.exp(half) * eps).mean(), (m, half))


@pathwise.misconception
def left_in_the_callers_grad(f, mu, logvar, eps):
    """Your gradients also stay behind in mu.grad and logvar.grad: which call only returns them?

    Try this: call your function twice and look at mu.grad in between.
    """
    mu.requires_grad_()
    logvar.requires_grad_()
    f(mu + torch.exp(0.5 * logvar) * eps).mean().backward()
    return mu.grad.clone(), logvar.grad.clone()


@pathwise.misconception
def still_attached(f, mu, logvar, eps):
    """Your gradients still require grad: what keeps their own graph alive?"""
    m, v = _leaves(mu, logvar)
    J = f(m + torch.exp(0.5 * v) * eps).mean()
    return torch.autograd.grad(J, (m, v), create_graph=True)


def _slopes(f, mu, logvar, eps):
    """f'(z_i) and sigma * eps_i, both (n, D)."""
    wiggle = torch.exp(0.5 * logvar.detach()) * eps
    z = (mu.detach() + wiggle).requires_grad_()
    return torch.autograd.grad(f(z).sum(), z)[0], wiggle


@pathwise.misconception
def means_multiplied(f, mu, logvar, eps):
    """You averaged the slope and dz/dlogvar apart, then multiplied: which belongs to which sample?

    Try this: is the mean of a product the product of the means?
    """
    slope, wiggle = _slopes(f, mu, logvar, eps)
    return slope.mean(0), slope.mean(0) * (0.5 * wiggle).mean(0)


@pathwise.misconception
def noise_left_out(f, mu, logvar, eps):
    """Your second gradient lacks eps: how far does z move when sigma grows a little?"""
    slope, _ = _slopes(f, mu, logvar, eps)
    return slope.mean(0), (0.5 * slope * torch.exp(0.5 * logvar.detach())).mean(0)


@pathwise.misconception
def gradient_of_the_variance(f, mu, logvar, eps):
    """Your second gradient is that of the variance: how does the variance change with logvar?"""
    slope, wiggle = _slopes(f, mu, logvar, eps)
    return slope.mean(0), (0.5 * slope * wiggle).mean(0) * torch.exp(-logvar.detach())


@pathwise.misconception
def loss_sign(f, mu, logvar, eps):
    """Both gradients are negated: does the question ask for the gradient of J or of a loss?"""
    slope, wiggle = _slopes(f, mu, logvar, eps)
    return -slope.mean(0), -(0.5 * slope * wiggle).mean(0)


# score_function_grad


def _averaged(weight, d, inverse):
    """The two estimates, given (n, 1) weights, z - mu and 1 / sigma^2."""
    return (weight * d * inverse).mean(0), (weight * 0.5 * (d**2 * inverse - 1)).mean(0)


@score.misconception
def baseline_ignored(fz, z, mu, logvar, baseline=0.0):
    """Changing the baseline changes nothing in your estimate: what is it subtracted from?"""
    return _averaged(fz[:, None], z - mu, torch.exp(-logvar))


@score.misconception
def baseline_added(fz, z, mu, logvar, baseline=0.0):
    """You added the baseline: should it make the weights of the scores larger or smaller?"""
    return _averaged((fz + baseline)[:, None], z - mu, torch.exp(-logvar))


@score.misconception
def score_sign(fz, z, mu, logvar, baseline=0.0):
    """Your mu moves away from samples with large f: which way does d log q / d mu point?"""
    to_mu, to_logvar = _averaged((fz - baseline)[:, None], z - mu, torch.exp(-logvar))
    return -to_mu, to_logvar


@score.misconception
def minus_one_missing(fz, z, mu, logvar, baseline=0.0):
    """A constant f gives you a gradient for logvar: which other term of log q holds logvar?

    Try this: differentiate the normaliser of a Gaussian density, too.
    """
    weight, squares = (fz - baseline)[:, None], (z - mu) ** 2 * torch.exp(-logvar)
    return (weight * (z - mu) * torch.exp(-logvar)).mean(0), (weight * 0.5 * squares).mean(0)


@score.misconception
def sum_not_mean(fz, z, mu, logvar, baseline=0.0):
    """Your estimate doubles when every sample is listed twice: is it a sum or a mean?"""
    estimates = _averaged((fz - baseline)[:, None], z - mu, torch.exp(-logvar))
    return tuple(len(z) * estimate for estimate in estimates)


@score.misconception
def loss_sign(fz, z, mu, logvar, baseline=0.0):  # noqa: F811
    """Both components are negated: does the question ask for the gradient of E[f] or of a loss?"""
    estimates = _averaged((fz - baseline)[:, None], z - mu, torch.exp(-logvar))
    return tuple(-estimate for estimate in estimates)


@score.misconception
def divided_by_sigma_once(fz, z, mu, logvar, baseline=0.0):
    """Your score of mu is (z - mu) / sigma: what does differentiating (z - mu)^2 / sigma^2 give?"""
    weight, sigma = (fz - baseline)[:, None], torch.exp(0.5 * logvar)
    return (weight * (z - mu) / sigma).mean(0), _averaged(weight, z - mu, sigma**-2)[1]


@score.misconception
def gradient_of_log_sigma(fz, z, mu, logvar, baseline=0.0):  # noqa: F811
    """Your second gradient is twice that of logvar: is your variable log sigma or log sigma^2?"""
    estimates = _averaged((fz - baseline)[:, None], z - mu, torch.exp(-logvar))
    return estimates[0], 2 * estimates[1]


@score.misconception
def means_multiplied(fz, z, mu, logvar, baseline=0.0):  # noqa: F811
    """You averaged f and the score apart, then multiplied: which f belongs to which sample?"""
    to_mu, to_logvar = _averaged(torch.ones_like(fz)[:, None], z - mu, torch.exp(-logvar))
    weight = (fz - baseline).mean()
    return weight * to_mu, weight * to_logvar


@score.misconception
def weights_along_dimensions(fz, z, mu, logvar, baseline=0.0):
    """You multiplied (n,) with (n, D): along which of the two dimensions does that pair f_i?"""
    return _averaged(fz - baseline, z - mu, torch.exp(-logvar))


@score.misconception
def baseline_from_the_average(fz, z, mu, logvar, baseline=0.0):
    """You subtract the baseline from the finished average: where does it stand in the sum?

    Try this: which two things does the formula multiply for every sample?
    """
    estimates = _averaged(fz[:, None], z - mu, torch.exp(-logvar))
    return tuple(estimate - baseline for estimate in estimates)


@score.misconception
def baseline_for_mu_only(fz, z, mu, logvar, baseline=0.0):
    """Your baseline enters the gradient of mu but not that of logvar: whose weights are f - b?"""
    inverse = torch.exp(-logvar)
    with_it = _averaged((fz - baseline)[:, None], z - mu, inverse)
    return with_it[0], _averaged(fz[:, None], z - mu, inverse)[1]


@score.misconception
def mean_subtracted_too(fz, z, mu, logvar, baseline=0.0):
    """You subtract the mean of f as well: which baseline does the contract give?"""
    weight = fz - baseline
    return _averaged((weight - weight.mean())[:, None], z - mu, torch.exp(-logvar))


@score.misconception
def gradient_of_sigma(fz, z, mu, logvar, baseline=0.0):  # noqa: F811
    """Your second gradient is that of sigma: how does sigma change with logvar?"""
    to_mu, to_logvar = _averaged((fz - baseline)[:, None], z - mu, torch.exp(-logvar))
    return to_mu, 2 * to_logvar * torch.exp(-0.5 * logvar)


@score.misconception
def half_on_the_square_only(fz, z, mu, logvar, baseline=0.0):
    """Your score of logvar does not average to 0: does the factor 1/2 stand before both terms?"""
    weight, squares = (fz - baseline)[:, None], (z - mu) ** 2 * torch.exp(-logvar)
    return (weight * (z - mu) * torch.exp(-logvar)).mean(0), (weight * (0.5 * squares - 1)).mean(0)


@pathwise.misconception
def average_sample_first(f, mu, logvar, eps):
    """You average the samples and differentiate f there; the average is over f of each sample."""
    m, v = (x.detach().clone().requires_grad_(True) for x in (mu, logvar))
    z = (m + torch.exp(0.5 * v) * eps).mean(0, keepdim=True)
    return torch.autograd.grad(f(z).sum(), (m, v))


from . import misconceptions_more  # noqa: E402, F401 - registers the other three questions'
