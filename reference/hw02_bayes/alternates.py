"""Other right answers, each in a style of its own."""

import math

import numpy as np
import torch
from scipy.special import logsumexp
from torch.distributions import Categorical, Independent, MultivariateNormal, Normal

from . import classifier, conjugate, counting, evidence, logistic, posterior


@evidence.alternate
def manual_max_shift(log_prior, log_lik):
    joint = log_lik + log_prior
    top = joint.max(dim=1, keepdim=True).values
    shift = torch.where(top.isinf(), torch.zeros_like(top), top)
    return ((joint - shift).exp().sum(dim=1, keepdim=True).log() + shift).squeeze(1)


@evidence.alternate
def logaddexp_loop(log_prior, log_lik):
    total = torch.full_like(log_lik[:, 0], -math.inf)
    for k in range(log_prior.numel()):
        total = torch.logaddexp(total, log_prior[k] + log_lik[:, k])
    return total


@evidence.alternate
def scipy_inside(log_prior, log_lik):
    joint = log_prior.numpy()[None, :] + log_lik.numpy()
    return torch.from_numpy(np.asarray(logsumexp(joint, axis=1)))


@evidence.alternate
def python_loops(log_prior, log_lik):
    result = log_lik.new_empty(log_lik.shape[0])
    for n, row in enumerate(log_lik.tolist()):
        terms = [p + q for p, q in zip(log_prior.tolist(), row, strict=True)]
        top = max(terms)
        if top > -math.inf:
            top += math.log(sum(math.exp(term - top) for term in terms))
        result[n] = top
    return result


@posterior.alternate
def softmax_of_the_joint(log_prior, log_lik):
    return torch.log_softmax(log_prior + log_lik, dim=-1)


@posterior.alternate
def row_loop_max_shift(log_prior, log_lik):
    rows = []
    for row in log_lik:
        shifted = row + log_prior
        shifted = shifted - shifted.max()
        rows.append(shifted - shifted.exp().sum().log())
    return torch.stack(rows)


@posterior.alternate
def pairwise_odds(log_prior, log_lik):
    joint = log_prior + log_lik
    columns = []
    for k in range(joint.shape[1]):
        odds = joint - joint[:, k : k + 1]  # log p(j | x) / p(k | x)
        possible = joint[:, k] > -math.inf
        odds = torch.where(possible[:, None], odds, torch.full_like(odds, math.inf))
        columns.append(-torch.logsumexp(odds, dim=1))
    return torch.stack(columns, dim=1)


@posterior.alternate
def categorical_logits(log_prior, log_lik):
    return Categorical(logits=log_prior + log_lik, validate_args=False).logits


@conjugate.alternate
def sequential_kalman(mu0, var0, x, var):
    mean, variance = mu0, var0
    for value in x.tolist():
        gain = variance / (variance + var)
        mean, variance = mean + gain * (value - mean), (1 - gain) * variance
    return torch.tensor(mean, dtype=x.dtype), torch.tensor(variance, dtype=x.dtype)


@conjugate.alternate
def joint_gaussian_conditioning(mu0, var0, x, var):
    n = x.numel()
    data = x.double()
    cov = var * torch.eye(n, dtype=torch.float64) + var0  # of x, theta integrated out
    cross = torch.full((n,), var0, dtype=torch.float64)
    solved = torch.linalg.solve(cov, torch.stack([data - mu0, cross], dim=1))
    mean = mu0 + cross @ solved[:, 0]
    variance = var0 - cross @ solved[:, 1]
    return mean.to(x.dtype), variance.to(x.dtype)


@conjugate.alternate
def shrinkage_weight(mu0, var0, x, var):
    n = len(x)
    if n == 0:
        return x.new_tensor(mu0), x.new_tensor(var0)
    weight = n * var0 / (n * var0 + var)
    return (1 - weight) * mu0 + weight * x.mean(), x.new_tensor(weight * var / n)


@classifier.alternate
def einsum_quadratic_no_constant(x, log_prior, means, variances):
    precision = 1 / variances
    quadratic = torch.einsum("nd,kd->nk", x * x, precision)
    cross = torch.einsum("nd,kd->nk", x, means * precision)
    constant = (means * means * precision + variances.log()).sum(1)
    return (log_prior - (quadratic - 2 * cross + constant) / 2).log_softmax(1)


@classifier.alternate
def torch_distributions_independent(x, log_prior, means, variances):
    likelihood = Independent(Normal(means, variances.sqrt(), validate_args=False), 1)
    joint = likelihood.log_prob(x.unsqueeze(1)) + log_prior
    return joint - joint.logsumexp(-1, keepdim=True)


@classifier.alternate
def double_loop(x, log_prior, means, variances):
    table = x.new_empty(x.shape[0], means.shape[0])
    for n in range(x.shape[0]):
        for k in range(means.shape[0]):
            terms = (x[n] - means[k]).square() / variances[k] + variances[k].log()
            table[n, k] = log_prior[k] - terms.sum() / 2
        table[n] = table[n] - torch.logsumexp(table[n], dim=0)
    return table


@classifier.alternate
def numpy_inside(x, log_prior, means, variances):
    standard = (x.numpy()[:, None] - means.numpy()) / np.sqrt(variances.numpy())
    log_lik = -(standard**2).sum(-1) / 2 - np.log(variances.numpy()).sum(-1) / 2
    joint = log_lik + log_prior.numpy()
    return torch.from_numpy(joint - logsumexp(joint, axis=1, keepdims=True))


@logistic.alternate
def explicit_inverse(prior1, mu0, mu1, cov):
    inverse = torch.linalg.inv(cov)
    b = (mu0 @ inverse @ mu0 - mu1 @ inverse @ mu1) / 2
    return inverse @ (mu1 - mu0), b + math.log(prior1) - math.log(1 - prior1)


@logistic.alternate
def whitening_triangular_solves(prior1, mu0, mu1, cov):
    factor = torch.linalg.cholesky(cov)
    white = torch.linalg.solve_triangular(factor, torch.stack([mu0, mu1], 1), upper=False)
    w = torch.linalg.solve_triangular(factor.T, white[:, 1:] - white[:, :1], upper=True)
    lengths = (white**2).sum(0)
    return w[:, 0], (lengths[0] - lengths[1]) / 2 + math.log(prior1 / (1 - prior1))


@logistic.alternate
def autograd_of_log_ratio(prior1, mu0, mu1, cov):
    with torch.enable_grad():
        origin = torch.zeros_like(mu0, requires_grad=True)
        factor = torch.linalg.cholesky(cov.detach())
        one = MultivariateNormal(mu1.detach(), scale_tril=factor).log_prob(origin)
        zero = MultivariateNormal(mu0.detach(), scale_tril=factor).log_prob(origin)
        logit = one - zero + math.log(prior1) - math.log1p(-prior1)
        (w,) = torch.autograd.grad(logit, origin)
    return w, logit.detach()


@counting.alternate
def class_loop(X, y, num_classes, alpha):
    log_prior, log_theta = [], []
    for k in range(num_classes):
        rows = X[y == k]
        log_prior.append(X.new_tensor(len(rows) / len(X)).log())
        log_theta.append(((rows.sum(0) + alpha) / (len(rows) + 2 * alpha)).log())
    return torch.stack(log_prior), torch.stack(log_theta)


@counting.alternate
def index_add_bincount(X, y, num_classes, alpha):
    size = torch.bincount(y, minlength=num_classes).to(X.dtype)
    ones = torch.zeros(num_classes, X.shape[1], dtype=X.dtype).index_add(0, y, X)
    log_theta = (ones + alpha).log() - (size + 2 * alpha).log().unsqueeze(1)
    return size.log() - math.log(len(y)), log_theta


@counting.alternate
def numpy_pseudo_rows(X, y, num_classes, alpha):
    data, labels = X.double().numpy(), y.numpy()
    log_prior = np.full(num_classes, -np.inf)
    log_theta = np.empty((num_classes, data.shape[1]))
    for k in range(num_classes):
        rows = data[labels == k]
        if len(rows):
            log_prior[k] = np.log(len(rows)) - np.log(len(data))
        # One row of ones and one of zeros join the class, each counted alpha times.
        weights = np.append(np.ones(len(rows)), [alpha, alpha])
        padded = np.vstack([rows, np.ones(data.shape[1]), np.zeros(data.shape[1])])
        log_theta[k] = np.log(np.average(padded, axis=0, weights=weights))
    return torch.from_numpy(log_prior).to(X.dtype), torch.from_numpy(log_theta).to(X.dtype)
