"""Other right answers: what a good student may also write."""

import math

import numpy as np
import torch
from torch.distributions import AffineTransform, Normal

from . import pathwise, reparameterize, score

# reparameterize


@reparameterize.alternate
def sqrt_of_variance(mu, logvar, eps):
    return torch.addcmul(mu, logvar.exp().sqrt(), eps)


@reparameterize.alternate
def fused_with_the_log_of_sigma(mu, logvar, eps):
    return torch.addcmul(mu, logvar.div(2).exp(), eps)


@reparameterize.alternate
def affine_transform(mu, logvar, eps):
    return AffineTransform(mu, (logvar / 2).exp())(eps)


@reparameterize.alternate
def stacked_loop(mu, logvar, eps):
    triples = zip(mu.flatten(), logvar.flatten(), eps.flatten(), strict=True)
    return torch.stack([m + e * math.e ** (v / 2) for m, v, e in triples]).reshape(mu.shape)


@reparameterize.alternate
def power_of_two(mu, logvar, eps):
    return eps * torch.exp2(logvar / (2 * math.log(2))) + mu


class _HandWritten(torch.autograd.Function):
    @staticmethod
    def forward(ctx, mu, logvar, eps):
        away = torch.exp(logvar / 2) * eps
        ctx.save_for_backward(away)
        return mu + away

    @staticmethod
    def backward(ctx, grad):
        (away,) = ctx.saved_tensors
        return grad, grad * away / 2, None


@reparameterize.alternate
def hand_written_backward(mu, logvar, eps):
    return _HandWritten.apply(mu, logvar, eps)


@reparameterize.alternate
def vmap_over_flat_entries(mu, logvar, eps):
    def one(m, v, e):
        return m + torch.sqrt(torch.exp(v)) * e

    return torch.vmap(one)(mu.flatten(), logvar.flatten(), eps.flatten()).view(mu.shape)


@reparameterize.alternate
def size_of_the_step_in_log_space(mu, logvar, eps):
    return mu + eps.sign() * torch.exp(0.5 * logvar + eps.abs().log())


@reparameterize.alternate
def in_place_on_a_clone(mu, logvar, eps):
    z = mu.clone()
    z += logvar.mul(0.5).exp() * eps
    return z


class _DiagonalGaussian:
    def __init__(self, mu, logvar):
        self.normal = Normal(mu, torch.exp(0.5 * logvar), validate_args=False)

    def __call__(self, eps):
        return self.normal.mean + self.normal.stddev * eps


@reparameterize.alternate
def callable_around_a_normal(mu, logvar, eps):
    return _DiagonalGaussian(mu, logvar)(eps)


# pathwise_grad


@pathwise.alternate
def manual_chain_rule(f, mu, logvar, eps):
    sigma = (0.5 * logvar.detach()).exp()
    z = (mu.detach() + sigma * eps).requires_grad_()
    f(z).sum().backward()
    return z.grad.mean(0), (z.grad * eps * sigma / 2).mean(0)


@pathwise.alternate
def backward_on_stacked_params(f, mu, logvar, eps):
    params = torch.stack([mu, logvar]).detach().requires_grad_()
    f(params[0] + torch.exp(params[1] / 2) * eps).mean().backward()
    return tuple(params.grad)


@pathwise.alternate
def functional_jacobian(f, mu, logvar, eps):
    def average(m, v):
        return f(m + torch.exp(v / 2) * eps).mean()

    return torch.autograd.functional.jacobian(average, (mu.detach(), logvar.detach()))


@pathwise.alternate
def sample_by_sample(f, mu, logvar, eps):
    totals = [torch.zeros_like(mu), torch.zeros_like(mu)]
    for noise in eps:
        m, v = mu.detach().clone().requires_grad_(), logvar.detach().clone().requires_grad_()
        value = f((m + v.exp() ** 0.5 * noise).unsqueeze(0)).squeeze(0)
        grads = torch.autograd.grad(value, (m, v))
        totals = [total + grad / len(eps) for total, grad in zip(totals, grads, strict=True)]
    return totals[0].detach(), totals[1].detach()


@pathwise.alternate
def functional_grad_of_the_mean(f, mu, logvar, eps):
    def average(m, v):
        return f(torch.addcmul(m, torch.exp(v / 2), eps)).mean()

    return torch.func.grad(average, argnums=(0, 1))(mu.detach(), logvar.detach())


@pathwise.alternate
def per_sample_gradients_by_vmap(f, mu, logvar, eps):
    def value(m, v, noise):
        return f((m + (v / 2).exp() * noise)[None])[0]

    gradients = torch.vmap(torch.func.grad(value, argnums=(0, 1)), in_dims=(None, None, 0))
    to_mu, to_logvar = gradients(mu.detach(), logvar.detach(), eps)
    return to_mu.mean(0), to_logvar.mean(0)


@pathwise.alternate
def forward_mode_one_direction_at_a_time(f, mu, logvar, eps):
    mu, sigma = mu.detach(), torch.exp(0.5 * logvar.detach())
    z = mu + sigma * eps

    def slope(direction):
        return torch.func.jvp(f, (z,), (direction,))[1].mean()

    axes = torch.eye(len(mu), dtype=mu.dtype)
    return (
        torch.stack([slope(axis.expand_as(z)) for axis in axes]),
        torch.stack([slope(axis * sigma * eps / 2) for axis in axes]),
    )


@pathwise.alternate
def pullback_through_the_sampler(f, mu, logvar, eps):
    def sampler(m, log_sigma):
        return m + log_sigma.exp() * eps

    z, pullback = torch.func.vjp(sampler, mu.detach(), logvar.detach() / 2)
    values, value_pullback = torch.func.vjp(f, z)
    (to_z,) = value_pullback(torch.full_like(values, 1 / len(values)))
    to_mu, to_log_sigma = pullback(to_z)
    return to_mu, to_log_sigma / 2


@pathwise.alternate
def covariance_of_slope_and_noise(f, mu, logvar, eps):
    points = (mu + torch.exp(logvar / 2) * eps).detach().requires_grad_()
    slopes = torch.autograd.functional.vjp(f, points, points.new_ones(len(eps)))[1].detach()
    with torch.no_grad():
        mixed = torch.einsum("nd,nd->d", slopes, eps) / len(eps)
        return slopes.mean(0), torch.exp(logvar / 2) * mixed / 2


# score_function_grad


@score.alternate
def autograd_surrogate(fz, z, mu, logvar, baseline=0.0):
    m, v = mu.detach().clone().requires_grad_(), logvar.detach().clone().requires_grad_()
    logq = Normal(m, torch.exp(v / 2)).log_prob(z.detach()).sum(1)
    return torch.autograd.grad(((fz.detach() - baseline) * logq).mean(), (m, v))


@score.alternate
def einsum_standardised(fz, z, mu, logvar, baseline=0.0):
    sigma = torch.exp(logvar / 2)
    s = (z - mu) / sigma
    weight = (fz - baseline) / fz.shape[0]
    return torch.einsum("n,nd->d", weight, s) / sigma, torch.einsum("n,nd->d", weight, s**2 - 1) / 2


@score.alternate
def sample_loop(fz, z, mu, logvar, baseline=0.0):
    inverse = torch.exp(-logvar)
    to_mu, to_logvar = torch.zeros_like(mu), torch.zeros_like(mu)
    for f, x in zip(fz, z, strict=True):
        to_mu = to_mu + (f - baseline) * (x - mu) * inverse
        to_logvar = to_logvar + (f - baseline) * ((x - mu) ** 2 * inverse - 1) / 2
    return to_mu / len(z), to_logvar / len(z)


@score.alternate
def numpy_inside(fz, z, mu, logvar, baseline=0.0):
    f, x, m, v = (tensor.detach().numpy() for tensor in (fz, z, mu, logvar))
    standard = (x - m) * np.exp(-v / 2)
    to_mu = np.average((f - baseline)[:, None] * standard, axis=0) * np.exp(-v / 2)
    to_logvar = np.average((f - baseline)[:, None] * (standard**2 - 1), axis=0) / 2
    return torch.as_tensor(to_mu, dtype=fz.dtype), torch.as_tensor(to_logvar, dtype=fz.dtype)


@score.alternate
def per_sample_scores_by_vmap(fz, z, mu, logvar, baseline=0.0):
    def log_density(m, v, x):
        return -0.5 * (v + (x - m) ** 2 * torch.exp(-v)).sum()

    scores = torch.vmap(torch.func.grad(log_density, argnums=(0, 1)), in_dims=(None, None, 0))
    weight = (fz.detach() - baseline) / len(fz)
    to_mu, to_logvar = scores(mu.detach(), logvar.detach(), z.detach())
    return weight @ to_mu, weight @ to_logvar


@score.alternate
def dimension_by_dimension(fz, z, mu, logvar, baseline=0.0):
    n, weight = len(fz), fz.detach() - baseline
    to_mu, to_logvar = torch.empty_like(mu), torch.empty_like(mu)
    for d, (m, v) in enumerate(zip(mu.detach(), logvar.detach(), strict=True)):
        away = z.detach()[:, d] - m
        to_mu[d] = torch.dot(weight, away) / (n * v.exp())
        to_logvar[d] = torch.dot(weight, away.square() / v.exp() - 1) / (2 * n)
    return to_mu, to_logvar


@score.alternate
def jacobian_of_the_log_densities(fz, z, mu, logvar, baseline=0.0):
    def log_densities(m, v):
        return Normal(m, v.div(2).exp()).log_prob(z.detach()).sum(-1)

    jacobians = torch.autograd.functional.jacobian(log_densities, (mu.detach(), logvar.detach()))
    weight = fz.detach() - baseline
    return tuple((weight[:, None] * jacobian).mean(0) for jacobian in jacobians)


@score.alternate
def batched_product_in_float64(fz, z, mu, logvar, baseline=0.0):
    f, x, m, v = (tensor.detach().double() for tensor in (fz, z, mu, logvar))
    standard = (x - m) / torch.exp(v / 2)
    features = torch.stack([standard / torch.exp(v / 2), (standard - 1) * (standard + 1) / 2])
    gradients = (f - baseline) @ features / f.numel()
    return tuple(gradients.to(fz.dtype).unbind(0))


class _RunningScore:
    """Mean of the weighted scores so far, kept up to date sample by sample."""

    def __init__(self, mu, logvar):
        self.mu, self.variance, self.count = mu, torch.exp(logvar), 0
        self.mean = torch.zeros(2, *mu.shape, dtype=mu.dtype)

    def __call__(self, weight, x):
        self.count += 1
        away = x - self.mu
        score = torch.stack([away / self.variance, (away * away / self.variance - 1) / 2])
        self.mean = self.mean + (weight * score - self.mean) / self.count


@score.alternate
def running_mean_of_scores(fz, z, mu, logvar, baseline=0.0):
    running = _RunningScore(mu.detach(), logvar.detach())
    for value, x in zip(fz.detach().tolist(), z.detach(), strict=True):
        running(value - baseline, x)
    return running.mean[0], running.mean[1]


from . import alternates_more  # noqa: E402, F401
