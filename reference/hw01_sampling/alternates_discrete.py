"""Right answers in other styles to the questions that draw a class: 4 and 6."""

import bisect
from fractions import Fraction
from itertools import accumulate

import numpy as np
import torch
import torch.nn.functional as F
from torch.distributions import AffineTransform

from . import sample_categorical, sample_gmm

# 4. sample_categorical


@sample_categorical.alternate
def compare_and_sum(weights, u):
    k = (u.unsqueeze(-1) >= (weights / weights.sum()).cumsum(0)).sum(-1)
    return k.clamp(max=int(torch.where(weights > 0)[0][-1]))


@sample_categorical.alternate
def python_loop(weights, u):
    weighted = weights.tolist()
    total = sum(weighted)
    last = max(k for k, weight in enumerate(weighted) if weight > 0)

    def scan(level):
        reached = 0.0
        for k, weight in enumerate(weighted):
            reached += weight
            if level * total < reached:
                return k
        return last

    classes = [scan(level) for level in u.ravel().tolist()]
    return torch.tensor(classes, dtype=torch.int64).reshape(u.shape)


@sample_categorical.alternate
def numpy_searchsorted(weights, u):
    positive = np.flatnonzero(weights.numpy())
    edges = np.cumsum(weights.numpy()[positive])[:-1]  # the last boundary is never looked at
    pieces = np.searchsorted(edges, u.numpy() * weights.sum().item(), side="right")
    return torch.as_tensor(positive[pieces])


@sample_categorical.alternate
def bisect_in_a_list(weights, u):
    edges = list(accumulate(weights.tolist()))
    last = max(k for k, weight in enumerate(weights.tolist()) if weight)
    classes = [min(bisect.bisect_right(edges, v * edges[-1]), last) for v in u.ravel().tolist()]
    return torch.tensor(classes, dtype=torch.int64).reshape(u.shape)


@sample_categorical.alternate
def bucketize_among_possible_classes(weights, u):
    (possible,) = weights.nonzero(as_tuple=True)
    edges = weights[possible].cumsum(0)[:-1] / weights.sum()
    return possible[torch.bucketize(u, edges, right=True)]


@sample_categorical.alternate
def argmax_of_the_first_true(weights, u):
    reached = weights.cumsum(0) / weights.sum()
    reached[int(weights.nonzero().max()) :] = 1
    return (u[..., None] < reached).to(torch.uint8).argmax(-1)


@sample_categorical.alternate
def overwritten_from_the_back(weights, u):
    edges, level = weights.cumsum(0), u * weights.sum()
    k = torch.full(u.shape, int(weights.nonzero().max()))
    for j in range(len(weights) - 1, -1, -1):
        k = torch.where((level < edges[j]) & (k >= j), torch.full_like(k, j), k)
    return k


@sample_categorical.alternate
def exact_fractions(weights, u):
    exact = [Fraction(weight) for weight in weights.tolist()]
    edges = list(accumulate(exact))
    chosen = [
        next(k for k, edge in enumerate(edges) if Fraction(v) * edges[-1] < edge)
        for v in u.ravel().tolist()
    ]
    return torch.tensor(chosen, dtype=torch.int64).reshape(u.shape)


class _Tree:
    """Halves the classes again and again: left if the level lies below the left half's weight."""

    def __init__(self, classes, below=0.0):
        (self.k, weight), self.split = classes[0], None
        if len(classes) > 1:
            half = len(classes) // 2
            self.left = _Tree(classes[:half], below)
            self.split = self.left.end
            self.right = _Tree(classes[half:], self.split)
        self.end = below + weight if self.split is None else self.right.end

    def __call__(self, level):
        if self.split is None:
            return self.k
        return self.left(level) if level < self.split else self.right(level)


@sample_categorical.alternate
def descent_in_a_tree(weights, u):
    tree = _Tree([(k, weight) for k, weight in enumerate(weights.tolist()) if weight > 0])
    classes = [tree(level * tree.end) for level in u.flatten().tolist()]
    return torch.tensor(classes, dtype=torch.int64).reshape(u.shape)


# 6. sample_gmm


def _components(weights, u):
    k = (u.unsqueeze(-1) >= weights.cumsum(0) / weights.sum()).sum(-1)
    return k.clamp(max=int(weights.nonzero().max()))


@sample_gmm.alternate
def onehot_matmul(weights, means, stds, u, eps):
    k = _components(weights, u)
    chosen = F.one_hot(k, len(weights)).to(means.dtype)
    return chosen @ means + (chosen @ stds) * eps, k


@sample_gmm.alternate
def sample_loop(weights, means, stds, u, eps):
    x, k = torch.zeros_like(eps), torch.zeros(len(u), dtype=torch.int64)
    for n in range(len(u)):
        k[n] = _components(weights, u[n])
        x[n] = means[k[n]] + stds[k[n]] * eps[n]
    return x, k


@sample_gmm.alternate
def mask_per_component(weights, means, stds, u, eps):
    k = _components(weights, u)
    x = torch.empty_like(eps)
    for index in range(len(weights)):
        mine = k == index
        x[mine] = means[index] + stds[index] * eps[mine]
    return x, k


@sample_gmm.alternate
def numpy_fancy_indexing(weights, means, stds, u, eps):
    positive = np.flatnonzero(weights.numpy())
    edges = np.cumsum(weights.numpy()[positive])
    k = positive[np.digitize(u.numpy() * edges[-1], edges[:-1])]
    return torch.as_tensor(means.numpy()[k] + stds.numpy()[k] * eps.numpy()), torch.as_tensor(k)


@sample_gmm.alternate
def every_component_then_gather(weights, means, stds, u, eps):
    k = _components(weights, u)
    candidates = means + stds * eps.unsqueeze(1)
    return candidates.gather(1, k[:, None, None].expand(-1, 1, eps.shape[1])).squeeze(1), k


@sample_gmm.alternate
def embedding_tables(weights, means, stds, u, eps):
    k = _components(weights, u)
    return F.embedding(k, stds).mul(eps).add(F.embedding(k, means)), k


@sample_gmm.alternate
def python_numbers(weights, means, stds, u, eps):
    edges = list(accumulate(weights.tolist()))
    last = max(k for k, weight in enumerate(weights.tolist()) if weight > 0)
    centres, spreads, chosen, samples = means.tolist(), stds.tolist(), [], []
    for level, noise in zip(u.tolist(), eps.tolist(), strict=True):
        k = min(bisect.bisect(edges, level * edges[-1]), last)
        chosen.append(k)
        samples += [m + s * e for m, s, e in zip(centres[k], spreads[k], noise, strict=True)]
    x = torch.tensor(samples, dtype=eps.dtype).reshape(eps.shape)
    return x, torch.tensor(chosen, dtype=torch.int64)


@sample_gmm.alternate
def mixture_peeled_from_the_front(weights, means, stds, u, eps):
    """The first component, or else the rest of the mixture, recursively."""

    def draw(first, spent):
        own = means[first] + stds[first] * eps
        here = torch.full_like(u, first, dtype=torch.int64)
        if not bool((weights[first + 1 :] > 0).any()):
            return own, here
        spent = spent + weights[first]
        mine, (others, there) = u * weights.sum() < spent, draw(first + 1, spent)
        return torch.where(mine[:, None], own, others), torch.where(mine, here, there)

    return draw(0, 0.0)


class _Mixture:
    def __init__(self, weights, means, stds):
        (self.possible,) = torch.where(weights > 0)
        self.edges = weights[self.possible].cumsum(0) / weights.sum()
        self.components = [AffineTransform(m, s) for m, s in zip(means, stds, strict=True)]

    def __call__(self, u, eps):
        k = self.possible[torch.searchsorted(self.edges[:-1], u, right=True)]
        rows = [self.components[i](noise) for i, noise in zip(k.tolist(), eps, strict=True)]
        return torch.stack(rows) if rows else eps.clone(), k


@sample_gmm.alternate
def mixture_object(weights, means, stds, u, eps):
    return _Mixture(weights, means, stds)(u, eps)
