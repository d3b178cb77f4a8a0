"""Other right answers, each in a style of its own."""

import functools
import math

import numpy as np
import scipy.special
import torch
import torch.nn.functional as F
from scipy.special import logsumexp
from torch.distributions import Categorical, Normal

from . import conjugate, evidence, posterior


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


@evidence.alternate
def numpy_logaddexp_reduce(log_prior, log_lik):
    return torch.as_tensor(np.logaddexp.reduce(log_prior.numpy() + log_lik.numpy(), axis=1))


@evidence.alternate
def last_of_the_cumulative_sums(log_prior, log_lik):
    return (log_prior + log_lik).logcumsumexp(dim=1)[:, -1]


@evidence.alternate
def divide_and_conquer(log_prior, log_lik):
    if len(log_prior) == 1:
        return log_lik[:, 0] + log_prior[0]
    half = len(log_prior) // 2
    left = divide_and_conquer(log_prior[:half], log_lik[:, :half])
    return torch.logaddexp(left, divide_and_conquer(log_prior[half:], log_lik[:, half:]))


class _RunningSum:
    """The largest term so far, and the sum of all terms in units of it."""

    def __init__(self, like):
        self.top, self.total = torch.full_like(like, -math.inf), torch.zeros_like(like)

    def __call__(self, term):
        top = torch.maximum(self.top, term)
        unit = top.nan_to_num(neginf=0.0)
        self.total = self.total * torch.exp(self.top - unit) + torch.exp(term - unit)
        self.top = top

    def log(self):
        return torch.where(self.total > 0, self.top + self.total.log(), self.top)


@evidence.alternate
def streaming_with_a_rescaled_sum(log_prior, log_lik):
    running = _RunningSum(log_lik[:, 0])
    for column, prior in zip(log_lik.unbind(1), log_prior, strict=True):
        running(column + prior)
    return running.log()


@evidence.alternate
def log1p_of_the_other_terms(log_prior, log_lik):
    terms = (log_lik + log_prior).sort(dim=1, descending=True).values
    rest = torch.exp(terms[:, 1:] - terms[:, :1].nan_to_num(neginf=0.0)).sum(1)
    return terms[:, 0] + torch.log1p(rest)


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


@posterior.alternate
def scipy_log_softmax(log_prior, log_lik):
    return torch.as_tensor(scipy.special.log_softmax((log_prior + log_lik).numpy(), axis=1))


@posterior.alternate
def vmap_over_observations(log_prior, log_lik):
    return torch.vmap(lambda row: (row + log_prior) - (row + log_prior).logsumexp(0))(log_lik)


@posterior.alternate
def minus_the_cross_entropy(log_prior, log_lik):
    joint = log_prior + log_lik
    classes = [torch.full(joint.shape[:1], k) for k in range(joint.shape[1])]
    return torch.stack([-F.cross_entropy(joint, k, reduction="none") for k in classes], dim=1)


@posterior.alternate
def one_against_the_rest(log_prior, log_lik):
    joint = log_prior + log_lik
    columns = []
    for k in range(joint.shape[1]):
        rest = torch.cat([joint[:, :k], joint[:, k + 1 :]], dim=1)
        columns.append(F.logsigmoid(joint[:, k] - rest.logsumexp(1)))
    return torch.stack(columns, dim=1)


@posterior.alternate
def python_numbers(log_prior, log_lik):
    table = []
    for row in log_lik.tolist():
        joint = [p + q for p, q in zip(log_prior.tolist(), row, strict=True)]
        top = max(joint)
        evidence = top + math.log(math.fsum(math.exp(term - top) for term in joint))
        table.append([term - evidence for term in joint])
    return torch.tensor(table, dtype=log_lik.dtype).reshape(log_lik.shape)


@posterior.alternate
def in_place_in_float64(log_prior, log_lik):
    table = log_lik.to(torch.float64, copy=True).add_(log_prior)
    table -= table.amax(1, keepdim=True)
    table -= functools.reduce(torch.logaddexp, table.split(1, dim=1))
    return table.to(log_lik.dtype)


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


@conjugate.alternate
def numpy_weighted_average(mu0, var0, x, var):
    values, precisions = [mu0, *x.tolist()], [1 / var0] + [1 / var] * len(x)
    mean, precision = np.average(values, weights=precisions, returned=True)
    return torch.tensor(mean, dtype=x.dtype), torch.tensor(1 / precision, dtype=x.dtype)


@conjugate.alternate
def least_squares_with_a_pseudo_observation(mu0, var0, x, var):
    spread = torch.tensor([var0] + [var] * x.numel(), dtype=torch.float64).sqrt()
    design = spread.reciprocal().unsqueeze(1)
    target = torch.cat([torch.tensor([mu0], dtype=torch.float64), x.double()]) / spread
    mean = torch.linalg.lstsq(design, target.unsqueeze(1)).solution.squeeze()
    return mean.to(x.dtype), torch.linalg.inv(design.T @ design).squeeze().to(x.dtype)


@conjugate.alternate
def newton_step_on_the_log_joint(mu0, var0, x, var):
    data, start = x.detach().double(), torch.tensor(mu0, dtype=torch.float64)
    prior = Normal(start, math.sqrt(var0))

    def log_joint(theta):
        return prior.log_prob(theta) + Normal(theta, math.sqrt(var)).log_prob(data).sum()

    slope = torch.func.grad(log_joint)
    curvature = torch.func.grad(slope)(start)
    return (start - slope(start) / curvature).to(x.dtype), (-1 / curvature).to(x.dtype)


@conjugate.alternate
def product_of_gaussians(mu0, var0, x, var):
    def product(one, other):
        (m, v), (n, w) = one, other
        return (m * w + n * v) / (v + w), v * w / (v + w)

    factors = [(mu0, var0), *((value, var) for value in x.tolist())]
    return tuple(torch.tensor(float(y), dtype=x.dtype) for y in functools.reduce(product, factors))


class _Belief:
    def __init__(self, mean, variance):
        self.mean, self.variance = mean, variance

    def __call__(self, average, variance):
        """The belief after an average with this variance was seen."""
        trust = self.variance / (self.variance + variance)
        return _Belief(self.mean + trust * (average - self.mean), trust * variance)


@conjugate.alternate
def belief_object_sees_the_average(mu0, var0, x, var):
    belief = _Belief(mu0, var0)
    if len(x):
        belief = belief(math.fsum(x.tolist()) / len(x), var / len(x))
    return x.new_tensor(belief.mean), x.new_tensor(belief.variance)


from . import alternates_classifiers  # noqa: E402, F401
