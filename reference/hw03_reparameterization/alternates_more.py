"""Other right answers: a discrete sample, two estimators side by side, a full covariance."""

import math
from functools import reduce
from statistics import fmean, variance

import numpy as np
import torch
import torch.nn.functional as F
from torch.distributions import (
    AffineTransform,
    Categorical,
    Gumbel,
    Independent,
    MultivariateNormal,
    Normal,
    OneHotCategorical,
)

from . import compare, full_cov, gumbel

# gumbel_softmax


class _StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx, y, scores):
        return F.one_hot(scores.argmax(-1), y.shape[-1]).to(y.dtype)

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


@gumbel.alternate
def pairwise_differences(logits, u, tau, hard=False):
    scores = logits - torch.log(-torch.log(u))
    lead = scores.unsqueeze(-2) - scores.unsqueeze(-1)  # of class j over class k, at [..., k, j]
    y = torch.exp(-torch.logsumexp(lead / tau, dim=-1))
    if not hard:
        return y
    first = (lead <= 0).all(dim=-1).to(y.dtype)
    return first + y - y.detach()


@gumbel.alternate
def row_by_row_recursion(logits, u, tau, hard=False):
    if logits.ndim > 1:
        rows = zip(logits, u, strict=True)
        return torch.stack([row_by_row_recursion(row, noise, tau, hard) for row, noise in rows])
    scores = [logit - (-noise.log()).log() for logit, noise in zip(logits, u, strict=True)]
    top = max(scores).detach()
    parts = torch.stack([((score - top) / tau).exp() for score in scores])
    y = parts / parts.sum()
    if hard:
        chosen = [float(k == scores.index(max(scores))) for k in range(len(scores))]
        y = y + (y.new_tensor(chosen) - y).detach()
    return y


@gumbel.alternate
def categorical_probabilities(logits, u, tau, hard=False):
    scores = logits - u.log().neg().log()
    y = Categorical(logits=scores / tau, validate_args=False).probs
    if not hard:
        return y
    return OneHotCategorical(logits=scores, validate_args=False).mode - y.detach() + y


@gumbel.alternate
def overwritten_value_of_a_clone(logits, u, tau, hard=False):
    scores = torch.sub(logits, torch.log(torch.neg(torch.log(u))))
    answer = scores.div(tau).softmax(dim=-1).clone()
    if hard:
        answer.data.copy_(torch.eye(scores.shape[-1])[scores.argmax(-1)])
    return answer


@gumbel.alternate
def vmap_over_rows(logits, u, tau, hard=False):
    def one(row, noise):
        scores = row - torch.log(-torch.log(noise))
        y = torch.softmax(scores / tau, 0)
        one_hot = (torch.arange(len(row)) == scores.argmax()).to(y.dtype)
        return (one_hot - y).detach() + y if hard else y

    classes = logits.shape[-1]
    return torch.vmap(one)(logits.reshape(-1, classes), u.reshape(-1, classes)).view(logits.shape)


class _Relaxed:
    def __init__(self, tau):
        self.tau = tau

    def __call__(self, scores):
        return (scores / self.tau - torch.logsumexp(scores / self.tau, -1, keepdim=True)).exp()


class _Chosen(_Relaxed):
    def __call__(self, scores):
        y = super().__call__(scores)
        places = torch.topk(scores, 1, dim=-1).indices
        return torch.zeros_like(y).scatter_(-1, places, 1.0) + (y - y.detach())


@gumbel.alternate
def relaxed_and_chosen_objects(logits, u, tau, hard=False):
    return (_Chosen if hard else _Relaxed)(tau)(logits - torch.log(-torch.log(u)))


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


@compare.alternate
def value_and_slope_by_forward_mode(f, mu, sigma, eps):
    z = mu + sigma * eps
    values, slopes = torch.func.jvp(f, (z,), (torch.ones_like(z),))
    variances, means = torch.var_mean(torch.stack([slopes, values * eps / sigma]), dim=1)
    return torch.column_stack([means, variances])


@compare.alternate
def vmap_of_the_scalar_slope(f, mu, sigma, eps):
    def both(noise):
        z = mu + sigma * noise
        slope, value = torch.func.grad_and_value(lambda point: f(point[None])[0])(z)
        return torch.stack([slope, value * (z - mu) / sigma.square()])

    singles = torch.vmap(both)(eps)
    away = singles - singles.mean(0)
    return torch.stack([singles.mean(0), away.square().sum(0) / (len(eps) - 1)], dim=1)


@compare.alternate
def standard_library_statistics(f, mu, sigma, eps):
    z = (mu + sigma * eps).detach().requires_grad_()
    values = f(z)
    values.sum().backward()
    weighted = [v * e / float(sigma) for v, e in zip(values.tolist(), eps.tolist(), strict=True)]
    rows = [z.grad.tolist(), weighted]
    return torch.tensor([[fmean(row), variance(row)] for row in rows], dtype=mu.dtype)


@compare.alternate
def numpy_statistics(f, mu, sigma, eps):
    z = torch.add(mu, sigma * eps).detach().requires_grad_()
    values = f(z)
    (slopes,) = torch.autograd.grad(values, z, torch.ones_like(values))
    weighted = values.detach().numpy() * eps.numpy() / sigma.numpy()
    both = np.vstack([slopes.numpy(), weighted])
    return torch.as_tensor(np.column_stack([both.mean(1), both.var(1, ddof=1)]))


@compare.alternate
def diagonal_of_the_jacobian(f, mu, sigma, eps):
    z = mu + sigma * eps
    slopes = torch.autograd.functional.jacobian(f, z).diagonal()
    rows = [slopes, f(z) * (z - mu) * sigma**-2]
    return torch.stack([torch.stack([row.mean(), row.std().square()]) for row in rows])


class _Moments:
    """Welford: mean and sample variance of numbers seen one after the other."""

    def __init__(self):
        self.count, self.mean, self.scatter = 0, 0.0, 0.0

    def __call__(self, number):
        self.count += 1
        before = number - self.mean
        self.mean = self.mean + before / self.count
        self.scatter = self.scatter + before * (number - self.mean)
        return self

    def row(self):
        return torch.stack([self.mean, self.scatter / (self.count - 1)])


@compare.alternate
def moments_folded_over_the_samples(f, mu, sigma, eps):
    shift = torch.zeros_like(eps, requires_grad=True)
    values = f(mu + sigma * eps + shift)
    slopes = torch.autograd.grad(values.sum(), shift)[0]
    columns = slopes, values.detach() * eps / sigma
    folded = [reduce(lambda seen, x: seen(x), column, _Moments()) for column in columns]
    return torch.stack([moments.row() for moments in folded])


# reparam_full_cov


@full_cov.alternate
def mvn_scale_tril_einsum(mu, raw, eps):
    diagonal = F.softplus(raw.diagonal(dim1=-2, dim2=-1))
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


@full_cov.alternate
def vmap_over_examples(mu, raw, eps):
    def one(m, r, e):
        diagonal = -F.logsigmoid(-r.diagonal())
        z = m + torch.mv(r.tril(-1), e) + diagonal * e
        return z, -(0.5 * e @ e + diagonal.log().sum() + len(m) / 2 * math.log(2 * math.pi))

    return torch.vmap(one)(mu, raw, eps)


@full_cov.alternate
def filled_by_indices(mu, raw, eps):
    d = mu.shape[1]
    factor = torch.zeros_like(raw)
    rows, columns = torch.tril_indices(d, d, offset=-1)
    factor[:, rows, columns] = raw[:, rows, columns]
    factor[:, range(d), range(d)] = F.softplus(raw[:, range(d), range(d)])
    z = torch.baddbmm(mu[:, :, None], factor, eps[:, :, None])[:, :, 0]
    base = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1).log_prob(eps)
    return z, base - factor.diagonal(dim1=1, dim2=2).log().sum(1)


@full_cov.alternate
def entry_by_entry(mu, raw, eps):
    b, d = mu.shape
    z, logq = [], []
    for n in range(b):
        density = torch.zeros_like(mu[n, 0])
        for i in range(d):
            spread = raw[n, i, i].clamp(min=0) + (-raw[n, i, i].abs()).exp().log1p()
            lower = [raw[n, i, j] * eps[n, j] for j in range(i)]
            z.append(sum(lower, mu[n, i] + spread * eps[n, i]))
            density = density - eps[n, i] ** 2 / 2 - spread.log() - math.log(2 * math.pi) / 2
        logq.append(density)
    return torch.stack(z).reshape(b, d), torch.stack(logq)


@full_cov.alternate
def columns_accumulated(mu, raw, eps):
    """Noise j moves coordinate j, and all below it; its density is divided by that stretch."""
    spread = torch.logaddexp(raw.diagonal(dim1=1, dim2=2), raw.new_zeros(()))
    z, logq = mu + spread * eps, mu.new_zeros(len(mu))
    for j in range(mu.shape[1]):
        below = F.pad(raw[:, j + 1 :, j], (j + 1, 0))
        z = z + below * eps[:, j : j + 1]
        logq = logq + Normal(torch.zeros_like(z[:, j]), spread[:, j]).log_prob(
            spread[:, j] * eps[:, j]
        )
    return z, logq


@full_cov.alternate
def transforms_of_a_standard_normal(mu, raw, eps):
    stretch = AffineTransform(torch.zeros_like(mu), F.softplus(torch.einsum("bii->bi", raw)))
    base = MultivariateNormal(torch.zeros_like(mu), torch.eye(mu.shape[1], dtype=mu.dtype))
    stretched = stretch(eps)
    volume = stretch.log_abs_det_jacobian(eps, stretched).sum(-1)
    shear = torch.einsum("bij,bj->bi", torch.tril(raw, -1), eps)
    return mu + shear + stretched, base.log_prob(eps) - volume


class _Factor:
    def __init__(self, raw):
        below = torch.ones_like(raw).tril(-1)
        diagonal = torch.diag_embed(F.softplus(raw.diagonal(dim1=-2, dim2=-1)))
        self.matrix = raw.where(below > 0, torch.zeros_like(raw)) + diagonal

    def __matmul__(self, eps):
        return torch.matmul(eps[:, None, :], self.matrix.mT)[:, 0]

    def log_volume(self):
        return torch.linalg.diagonal(self.matrix).log().sum(1)


@full_cov.alternate
def factor_object(mu, raw, eps):
    factor = _Factor(raw)
    energy = torch.linalg.vector_norm(eps, dim=1).square() + mu.shape[1] * math.log(2 * math.pi)
    return mu + factor @ eps, -energy / 2 - factor.log_volume()
