"""Other right answers to the questions about classifiers, each in a style of its own."""

import math
from collections import Counter

import numpy as np
import scipy.linalg
import scipy.special
import torch
import torch.nn.functional as F
from scipy.special import logsumexp
from scipy.stats import norm
from torch.distributions import (
    Beta,
    Categorical,
    Independent,
    MixtureSameFamily,
    MultivariateNormal,
    Normal,
)

from . import classifier, counting, logistic


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


@classifier.alternate
def nested_vmap(x, log_prior, means, variances):
    def score(example, prior, mean, variance):
        return prior - 0.5 * ((example - mean) ** 2 / variance + variance.log()).sum()

    classes = torch.vmap(score, in_dims=(None, 0, 0, 0))
    return torch.vmap(classes, in_dims=(0, None, None, None))(
        x, log_prior, means, variances
    ).log_softmax(dim=1)


@classifier.alternate
def mixture_density_as_evidence(x, log_prior, means, variances):
    classes = Independent(Normal(means, variances.sqrt(), validate_args=False), 1)
    frequency = Categorical(logits=log_prior, validate_args=False)
    evidence = MixtureSameFamily(frequency, classes, validate_args=False).log_prob(x)
    return frequency.logits + classes.log_prob(x[:, None]) - evidence[:, None]


@classifier.alternate
def updated_feature_by_feature(x, log_prior, means, variances):
    belief = log_prior.expand(len(x), -1)
    for feature, mean, variance in zip(x.T, means.T, variances.T, strict=True):
        away = feature[:, None] - mean
        belief = (belief - away**2 / (2 * variance) - variance.log() / 2).log_softmax(1)
    return belief


@classifier.alternate
def library_gaussian_nll(x, log_prior, means, variances):
    joint = []
    for prior, mean, variance in zip(log_prior, means, variances, strict=True):
        nll = F.gaussian_nll_loss(
            mean.expand_as(x), x, variance.expand_as(x), reduction="none", eps=0.0
        )
        joint.append(prior - nll.sum(1))
    return torch.log_softmax(torch.stack(joint, dim=1), dim=1)


@classifier.alternate
def scipy_densities_in_float64(x, log_prior, means, variances):
    models = zip(log_prior.double(), means.double(), variances.double(), strict=True)
    columns = [p + norm(m, v.sqrt()).logpdf(x.double()).sum(axis=1) for p, m, v in models]
    joint = torch.stack([torch.as_tensor(column) for column in columns], dim=1)
    return (joint - joint.logsumexp(1, keepdim=True)).to(x.dtype)


class _NaiveBayes:
    def __init__(self, log_prior, means, variances):
        self.means, self.spreads = means, variances.sqrt()
        self.offsets = log_prior - self.spreads.log().sum(1)

    def __call__(self, example):
        scores = self.offsets - ((example - self.means) / self.spreads).square().sum(1) / 2
        return scores - torch.logsumexp(scores, 0)


@classifier.alternate
def model_object_and_rows(x, log_prior, means, variances):
    return torch.stack(list(map(_NaiveBayes(log_prior, means, variances), x)))


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


@logistic.alternate
def cramers_rule(prior1, mu0, mu1, cov):
    d = len(mu0)
    replaced = cov.repeat(d, 1, 1)
    replaced[torch.arange(d), :, torch.arange(d)] = mu1 - mu0
    w = torch.linalg.det(replaced) / torch.linalg.det(cov)
    return w, math.log(prior1 / (1 - prior1)) - torch.dot(w, torch.lerp(mu0, mu1, 0.5))


@logistic.alternate
def eigenvectors_as_axes(prior1, mu0, mu1, cov):
    variances, axes = torch.linalg.eigh(cov)
    one, zero = mu1 @ axes, mu0 @ axes
    w = axes @ ((one - zero) / variances)
    odds = prior1 / (1 - prior1)
    return w, (zero.square() / variances - one.square() / variances).sum() / 2 + math.log(odds)


@logistic.alternate
def scipy_cho_solve(prior1, mu0, mu1, cov):
    zero, one = mu0.double().numpy(), mu1.double().numpy()
    w = scipy.linalg.cho_solve(scipy.linalg.cho_factor(cov.double().numpy()), one - zero)
    b = scipy.special.logit(prior1) - w @ (one + zero) / 2
    return torch.tensor(w).to(mu0.dtype), torch.tensor(b, dtype=mu0.dtype)


@logistic.alternate
def conjugate_gradients_in_float64(prior1, mu0, mu1, cov):
    matrix, rest = cov.double(), (mu1 - mu0).double()
    w, direction = torch.zeros_like(rest), rest
    for _ in range(3 * len(rest)):
        if not rest.any():
            break
        along = matrix @ direction
        step = (rest @ rest) / (direction @ along)
        w, previous, rest = w + step * direction, rest, rest - step * along
        direction = rest + (rest @ rest) / (previous @ previous) * direction
    b = torch.special.logit(torch.tensor(prior1, dtype=torch.float64))
    return w.to(mu0.dtype), (b - w @ (mu0 + mu1).double() / 2).to(mu0.dtype)


@logistic.alternate
def recursive_elimination(prior1, mu0, mu1, cov):
    def solve(matrix, right):
        if not len(right):
            return right
        factor = matrix[1:, 0] / matrix[0, 0]
        inner = matrix[1:, 1:] - torch.outer(factor, matrix[0, 1:])
        rest = solve(inner, right[1:] - factor * right[0])
        return torch.cat([(right[:1] - matrix[0, 1:] @ rest) / matrix[0, 0], rest])

    w = solve(cov, mu1 - mu0)
    return w, math.log(prior1) - math.log1p(-prior1) - (w * (mu0 + mu1)).sum() / 2


class _Discriminant:
    """Linear discriminant of one class: log p(x, y) up to what all classes share."""

    def __init__(self, precision, mean, prior):
        self.slope = torch.einsum("ij,j->i", precision, mean)
        self.offset = math.log(prior) - torch.einsum("i,i->", self.slope, mean) / 2

    def __sub__(self, other):
        return self.slope - other.slope, self.offset - other.offset


@logistic.alternate
def difference_of_two_discriminants(prior1, mu0, mu1, cov):
    precision = torch.cholesky_inverse(torch.linalg.cholesky(cov))
    return _Discriminant(precision, mu1, prior1) - _Discriminant(precision, mu0, 1 - prior1)


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


@counting.alternate
def beta_posterior_means(X, y, num_classes, alpha):
    mine = (y == torch.arange(num_classes)[:, None]).to(X.dtype)
    ones, zeros = torch.einsum("kn,nd->kd", mine, X), torch.einsum("kn,nd->kd", mine, 1 - X)
    return mine.mean(1).log(), Beta(ones + alpha, zeros + alpha).mean.log()


@counting.alternate
def joint_histogram(X, y, num_classes, alpha):
    d = X.shape[1]
    cells = y.numpy()[:, None] * d + np.arange(d)
    shape = num_classes, d
    ones = np.bincount(cells.ravel(), X.numpy().ravel(), minlength=num_classes * d).reshape(shape)
    size = np.bincount(y.numpy(), minlength=num_classes)
    with np.errstate(divide="ignore"):
        log_prior = np.log(size / len(y))
    log_theta = np.log((ones + alpha) / (size[:, None] + 2 * alpha))
    return torch.as_tensor(log_prior).to(X.dtype), torch.as_tensor(log_theta).to(X.dtype)


@counting.alternate
def one_example_at_a_time(X, y, num_classes, alpha):
    theta = torch.full((num_classes, X.shape[1]), 0.5, dtype=torch.float64)
    seen = torch.zeros(num_classes, dtype=torch.float64)
    for row, k in zip(X, y, strict=True):
        seen[k] += 1
        theta[k] += (row - theta[k]) / (seen[k] + 2 * alpha)
    return (seen / seen.sum()).log().to(X.dtype), theta.log().to(X.dtype)


@counting.alternate
def sorted_and_split(X, y, num_classes, alpha):
    sizes = torch.bincount(y, minlength=num_classes)
    groups = X[y.argsort()].split(sizes.tolist())
    theta = [(group.sum(0) + alpha) / (len(group) + 2 * alpha) for group in groups]
    return sizes.to(X.dtype).div(len(y)).log(), torch.stack(theta).log()


@counting.alternate
def sparse_membership_matrix(X, y, num_classes, alpha):
    n = len(y)
    places = torch.stack([y, torch.arange(n)])
    member = torch.sparse_coo_tensor(places, X.new_ones(n), (num_classes, n), check_invariants=True)
    counts = torch.sparse.mm(member, torch.cat([X, X.new_ones(n, 1)], dim=1))
    ones, size = counts[:, :-1], counts[:, -1:]
    return (size[:, 0] / n).log(), torch.log(ones + alpha) - torch.log(size + 2 * alpha)


@counting.alternate
def python_counters(X, y, num_classes, alpha):
    labels = y.tolist()
    size = Counter(labels)
    on = Counter(
        (k, d)
        for k, row in zip(labels, X.tolist(), strict=True)
        for d, value in enumerate(row)
        if value
    )
    prior = [math.log(size[k] / len(labels)) if size[k] else -math.inf for k in range(num_classes)]
    theta = [
        [math.log((on[k, d] + alpha) / (size[k] + 2 * alpha)) for d in range(X.shape[1])]
        for k in range(num_classes)
    ]
    return torch.tensor(prior, dtype=X.dtype), torch.tensor(theta, dtype=X.dtype)
