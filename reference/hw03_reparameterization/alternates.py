"""Other right answers: what a good student may also write."""

import math

import torch
from torch.distributions import (
    AffineTransform,
    Gumbel,
    MultivariateNormal,
    Normal,
)

from . import compare, full_cov, gumbel, pathwise, reparameterize, score

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


# gumbel_softmax


class _StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx, y, scores):
        return torch.nn.functional.one_hot(scores.argmax(-1), y.shape[-1]).to(y.dtype)

    @staticmethod
    def backward(ctx, grad):
        return grad, None


@gumbel.alternate
def autograd_function_straight_through(logits, u, tau, hard=False):
    scores = logits - (-u.log()).log()
    y = torch.softmax(scores / tau, -1)
    return _StraightThrough.apply(y, scores) if hard else y


@gumbel.alternate
def distributions_gumbel_shifted_softmax(logits, u, tau, hard=False):
    zero = torch.zeros((), dtype=u.dtype)
    scores = logits + Gumbel(zero, zero + 1).icdf(u)
    best, winner = scores.max(-1, keepdim=True)
    weight = torch.exp((scores - best) / tau)
    y = weight / weight.sum(-1, keepdim=True)
    if not hard:
        return y
    return y + (torch.zeros_like(y).scatter(-1, winner, 1.0) - y).detach()


@gumbel.alternate
def exponential_race(logits, u, tau, hard=False):
    arrival = torch.log(-torch.log(u)) - logits
    y = torch.exp(torch.log_softmax(-arrival / tau, dim=-1))
    if not hard:
        return y
    first = torch.arange(y.shape[-1]) == arrival.argmin(-1, keepdim=True)
    return (first.to(y.dtype) - y).detach() + y


# compare_estimators


@compare.alternate
def per_sample_loop(f, mu, sigma, eps):
    path, score_values = [], []
    for e in eps:
        z = (mu + sigma * e).reshape(1).clone().requires_grad_()
        value = f(z)
        path.append(torch.autograd.grad(value.sum(), z)[0][0])
        score_values.append((value * (z - mu) / sigma**2).detach()[0])
    rows = torch.stack([torch.stack(path), torch.stack(score_values)])
    return torch.stack([rows.mean(1), rows.var(1, correction=1)], dim=1)


@compare.alternate
def log_prob_autograd(f, mu, sigma, eps):
    z = mu + sigma * eps
    means = mu.expand(len(eps)).clone().requires_grad_()
    path = torch.autograd.grad(f(means + sigma * eps).sum(), means)[0]
    slope = torch.autograd.grad(Normal(means, sigma).log_prob(z).sum(), means)[0]
    score_values = f(z) * slope
    return torch.stack([torch.stack(torch.var_mean(g)[::-1]) for g in (path, score_values)])


@compare.alternate
def slope_along_the_noise(f, mu, sigma, eps):
    noise = eps.detach().clone().requires_grad_()
    value = f(mu + sigma * noise)
    value.backward(torch.ones_like(value))
    rows = torch.stack([noise.grad, value.detach() * eps]) / sigma
    return torch.stack([rows.sum(1) / len(eps), torch.cov(rows).diagonal()], dim=1)


# reparam_full_cov


@full_cov.alternate
def mvn_scale_tril_einsum(mu, raw, eps):
    diagonal = torch.nn.functional.softplus(raw.diagonal(dim1=-2, dim2=-1))
    factor = raw.tril(-1) + torch.diag_embed(diagonal)
    away = torch.einsum("bij,bj->bi", factor, eps)
    return mu + away, MultivariateNormal(torch.zeros_like(mu), scale_tril=factor).log_prob(away)


@full_cov.alternate
def batch_loop_logaddexp(mu, raw, eps):
    zs, logqs = [], []
    for m, r, e in zip(mu, raw, eps, strict=True):
        diagonal = torch.logaddexp(r.diagonal(), torch.zeros_like(m))
        zs.append(m + r.tril(-1) @ e + diagonal * e)
        logqs.append(Normal(0.0, 1.0).log_prob(e).sum() - diagonal.log().sum())
    return torch.stack(zs), torch.stack(logqs)


@full_cov.alternate
def masked_product(mu, raw, eps):
    d = mu.shape[1]
    row, column = torch.arange(d)[:, None], torch.arange(d)[None, :]
    # softplus(x) = x + softplus(-x), so that only small numbers are exponentiated.
    zero = torch.zeros_like(raw)
    positive = torch.maximum(raw, zero) + torch.log1p(torch.exp(-raw.abs()))
    factor = torch.where(row > column, raw, zero) + torch.where(row == column, positive, zero)
    z = mu + (factor * eps[:, None, :]).sum(-1)
    volume = torch.linalg.slogdet(factor).logabsdet
    return z, -0.5 * (eps.square() + math.log(2 * math.pi)).sum(-1) - volume
