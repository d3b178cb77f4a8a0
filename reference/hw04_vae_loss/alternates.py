"""Other right answers to HW 4, each in a style of its own; none brings validation.

This file has the two reconstruction terms; the other questions' stand beside it.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch.distributions import Bernoulli, Independent, MultivariateNormal, Normal

from . import (
    alternates_divergence,  # noqa: F401
    alternates_loss,  # noqa: F401
    alternates_sampling,  # noqa: F401
    bernoulli,
    gaussian,
)

# --- 1. Gaussian reconstruction -------------------------------------------------------------


@gaussian.alternate
def torch_distributions(x, mean, logvar):
    scale = torch.exp(0.5 * logvar).expand_as(x)
    return Independent(Normal(mean, scale), x.ndim - 1).log_prob(x)


@gaussian.alternate
def gaussian_nll_loss(x, mean, logvar):
    variance = torch.exp(logvar).expand_as(x)
    losses = F.gaussian_nll_loss(mean, x, variance, full=True, eps=1e-300, reduction="none")
    return -losses.reshape(len(x), -1).sum(dim=-1)


@gaussian.alternate
def batch_loop(x, mean, logvar):
    logvar = logvar.expand(x.shape)
    found = []
    for b in range(len(x)):
        z = (x[b] - mean[b]) / torch.exp(logvar[b] / 2)
        entropy = 0.5 * x[b].numel() * math.log(2 * math.pi) + 0.5 * logvar[b].sum()
        found.append(-0.5 * (z * z).sum() - entropy)
    return torch.stack(found)


@gaussian.alternate
def quadratic_form(x, mean, logvar):
    residual = (x - mean).reshape(x.size(0), -1)
    logvar = logvar.expand_as(x).reshape(x.size(0), -1)
    squares = torch.einsum("bi,bi,bi->b", residual, torch.exp(-logvar), residual)
    return -(residual.size(1) * math.log(math.tau) + logvar.sum(1) + squares) / 2


@gaussian.alternate
def mapped_over_examples(x, mean, logvar):
    def log_density(one, centre, spread):
        z = (one - centre) * torch.exp(-spread / 2)
        return torch.sum(z.square() + spread + math.log(2 * math.pi)) / -2

    return torch.vmap(log_density)(x, mean, logvar.expand_as(x))


@gaussian.alternate
def one_multivariate_normal(x, mean, logvar):
    sigma = (logvar / 2).exp().expand_as(x).flatten(1)
    decoder = MultivariateNormal(
        mean.flatten(1), scale_tril=torch.diag_embed(sigma), validate_args=False
    )
    return decoder.log_prob(x.flatten(1))


class _DoublePrecisionGaussian:
    """Adds up in float64 from a table of three terms and hands the sum back in x's dtype."""

    half_log_tau = math.log(math.tau) / 2

    def __call__(self, x, mean, logvar):
        wide = logvar.double().broadcast_to(x.shape)
        squares = (x.double() - mean.double()) ** 2 / (2 * wide.exp())
        terms = torch.stack([squares, wide / 2, torch.full_like(wide, self.half_log_tau)], dim=-1)
        return terms.flatten(1).sum(1).neg().to(x.dtype)


_double_precision_gaussian = _DoublePrecisionGaussian()


@gaussian.alternate
def callable_in_float64(x, mean, logvar):
    return _double_precision_gaussian(x, mean, logvar)


# --- 2. Bernoulli reconstruction ------------------------------------------------------------


@bernoulli.alternate
def bce_with_logits(x, logits):
    losses = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return -losses.sum(dim=tuple(range(1, x.dim())))


@bernoulli.alternate
def softplus_form(x, logits):
    return (x * logits - F.softplus(logits)).reshape(len(x), -1).sum(-1)


@bernoulli.alternate
def two_class_log_softmax(x, logits):
    both = torch.log_softmax(torch.stack([torch.zeros_like(logits), logits], dim=-1), dim=-1)
    targets = torch.stack([1 - x, x], dim=-1)
    return torch.einsum("bk,bk->b", both.flatten(1), targets.flatten(1))


@bernoulli.alternate
def written_out_stably(x, logits):
    larger = torch.maximum(logits, torch.zeros_like(logits))
    tail = torch.log1p(torch.exp(-logits.abs()))
    return (x * logits - larger - tail).flatten(start_dim=1).sum(dim=1)


@bernoulli.alternate
def bernoulli_distribution(x, logits):
    return Bernoulli(logits=logits, validate_args=False).log_prob(x).flatten(1).sum(1)


class _BernoulliFit(torch.autograd.Function):
    """NumPy forward; backward from x - sigmoid(logits), the derivative in closed form."""

    @staticmethod
    def forward(ctx, x, logits):
        ctx.save_for_backward(x, logits)
        targets, scores = x.detach().numpy(), logits.detach().numpy()
        nats = targets * scores - np.logaddexp(0, scores)
        return torch.as_tensor(nats.reshape(len(nats), -1).sum(axis=1), dtype=x.dtype)

    @staticmethod
    def backward(ctx, grad):
        x, logits = ctx.saved_tensors
        grad = grad.reshape(-1, *[1] * (x.ndim - 1))
        return grad * logits, grad * (x - torch.sigmoid(logits))


@bernoulli.alternate
def numpy_with_its_own_backward(x, logits):
    return _BernoulliFit.apply(x, logits)


@bernoulli.alternate
def log_probabilities_by_row(x, logits):
    totals = []
    for targets, row in zip(x.flatten(1), logits.flatten(1), strict=True):
        white = torch.dot(targets, F.logsigmoid(row))
        totals.append(white + torch.dot(1 - targets, F.logsigmoid(-row)))
    return torch.stack(totals)
