"""Other right answers: the KL from samples, and the importance-weighted bound."""

import math

import torch
from scipy.special import logsumexp
from torch.distributions import AffineTransform, Normal, TransformedDistribution

from . import iwae, sampled

# --- 6. KL by Monte Carlo -------------------------------------------------------------------


@sampled.alternate
def torch_distributions_einsum(mu, logvar, eps):
    sigma = torch.exp(logvar / 2)
    z = torch.addcmul(mu.expand_as(eps), sigma.expand_as(eps), eps)
    log_ratio = Normal(mu, sigma).log_prob(z) - Normal(0.0, 1.0).log_prob(z)
    return torch.einsum("sbd->b", log_ratio) / eps.shape[0]


@sampled.alternate
def sample_loop(mu, logvar, eps):
    total = torch.zeros_like(mu)
    for noise in eps:
        z = mu + noise * torch.exp(logvar / 2)
        log_q = -0.5 * ((z - mu) ** 2 / torch.exp(logvar) + logvar)
        total = total + log_q + 0.5 * z**2
    return total.sum(-1) / len(eps)


@sampled.alternate
def means_of_squares(mu, logvar, eps):
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z.square().mean(0) - eps.square().mean(0) - logvar).sum(dim=1)


@sampled.alternate
def transformed_distribution(mu, logvar, eps):
    standard = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    encoder = AffineTransform(mu, torch.exp(logvar / 2))
    z = encoder(eps)
    log_q = TransformedDistribution(standard, [encoder]).log_prob(z)
    return (log_q - standard.log_prob(z)).mean(dim=0).sum(dim=-1)


@sampled.alternate
def mapped_over_samples(mu, logvar, eps):
    def log_ratio(noise):
        z = torch.exp(logvar / 2).mul(noise).add(mu)
        return (torch.linalg.vecdot(z, z) - torch.linalg.vecdot(noise, noise) - logvar.sum(1)) / 2

    return torch.vmap(log_ratio)(eps).mean(0)


@sampled.alternate
def running_average(mu, logvar, eps):
    estimate = mu.new_zeros(len(mu))
    for n, noise in enumerate(eps.unbind(), start=1):
        z = torch.addcmul(mu, (logvar / 2).exp(), noise)
        log_q = (-(noise**2) / 2 - logvar / 2).sum(-1)
        log_p = (-(z**2) / 2).sum(-1)
        estimate = estimate + (log_q - log_p - estimate) / n
    return estimate


@sampled.alternate
def moments_of_the_noise(mu, logvar, eps):
    """The log-ratio is a parabola in eps, so only two moments of the samples enter."""
    first, second = eps.mean(dim=0), torch.einsum("sbd,sbd->bd", eps, eps) / len(eps)
    cross = 2 * mu * torch.exp(logvar / 2) * first
    return (mu.square() + cross + torch.expm1(logvar) * second - logvar).sum(dim=1).div(2)


# --- 7. The importance-weighted bound -------------------------------------------------------


@iwae.alternate
def logaddexp_loop(log_px_z, log_pz, log_qz):
    weights = log_px_z + log_pz - log_qz
    total = weights[0]
    for weight in weights[1:]:
        total = torch.logaddexp(total, weight)
    return total - math.log(len(weights))


@iwae.alternate
def shifted_exp_einsum(log_px_z, log_pz, log_qz):
    weights = log_px_z + log_pz - log_qz
    largest = weights.detach().max(dim=0).values
    largest = torch.where(largest == -math.inf, torch.zeros_like(largest), largest)
    mean = torch.einsum("sb->b", torch.exp(weights - largest)) / weights.shape[0]
    return torch.log(mean) + largest


@iwae.alternate
def example_by_example(log_px_z, log_pz, log_qz):
    share = math.log(1 / log_px_z.shape[0])
    columns = [a + b - c + share for a, b, c in zip(log_px_z.T, log_pz.T, log_qz.T, strict=True)]
    return torch.stack([column.logsumexp(dim=0) for column in columns])


class _LogMeanExp(torch.autograd.Function):
    """SciPy forward; backward hands out each weight's share of the total."""

    @staticmethod
    def forward(ctx, weights):
        bound = logsumexp(weights.detach().numpy(), axis=0) - math.log(len(weights))
        bound = torch.as_tensor(bound, dtype=weights.dtype)
        ctx.save_for_backward(weights)
        return bound

    @staticmethod
    def backward(ctx, grad):
        (weights,) = ctx.saved_tensors
        return grad * torch.softmax(weights, dim=0).nan_to_num(nan=0.0)


@iwae.alternate
def scipy_with_its_own_backward(log_px_z, log_pz, log_qz):
    return _LogMeanExp.apply(log_px_z + log_pz - log_qz)


@iwae.alternate
def rescaled_stream(log_px_z, log_pz, log_qz):
    """One pass over the samples: a running sum, in units of the largest weight so far."""
    lowest = torch.finfo(log_px_z.dtype).min
    unit = torch.full_like(log_px_z[0], lowest).detach()
    total = torch.zeros_like(unit)
    for likelihood, prior, posterior in zip(log_px_z, log_pz, log_qz, strict=True):
        weight = likelihood + prior - posterior
        larger = torch.maximum(unit, weight.detach())
        total = total * torch.exp(unit - larger) + torch.exp(weight - larger)
        unit = larger
    return unit + torch.log(total / len(log_px_z))


@iwae.alternate
def mapped_over_columns(log_px_z, log_pz, log_qz):
    def bound(likelihood, prior, posterior):
        weights = torch.stack([likelihood, prior, -posterior]).sum(dim=0)
        return weights.logsumexp(dim=0) - math.log(weights.numel())

    return torch.vmap(bound, in_dims=1)(log_px_z, log_pz, log_qz)
