"""Wrong versions of questions 4 and 6, which draw a class."""

import torch

from . import sample_categorical, sample_gmm

# 4. sample_categorical


def _first_above(edges, u):
    """The first index whose edge exceeds u, the last index where none does."""
    return torch.searchsorted(edges, u, right=True).clamp(max=edges.numel() - 1)


@sample_categorical.misconception
def boundary_to_left(weights, u):
    """On a boundary you return the class to the left, even one of probability zero.

    Try this: which class should u = 0 give when the first weight is 0?"""
    edges = (weights / weights.sum()).cumsum(0)
    return torch.searchsorted(edges, u, right=False).clamp(max=weights.numel() - 1)


@sample_categorical.misconception
def ignores_weights(weights, u):
    """Your classes are equally likely whatever the weights are.

    Try this: how long should the piece of [0, 1) be that belongs to class k?"""
    return (u * weights.numel()).long()


@sample_categorical.misconception
def no_cumsum(weights, u):
    """You compare u with single probabilities, but the pieces have to lie side by side.

    Try this: where does the piece of class 1 begin?"""
    p = weights / weights.sum()
    hit = u.unsqueeze(-1) < p
    return torch.where(hit.any(-1), hit.int().argmax(-1), torch.tensor(weights.numel() - 1))


@sample_categorical.misconception
def not_normalised(weights, u):
    """Your answer holds only for weights that sum to 1; these need not.

    Try this: in which interval does u * sum(w) lie?"""
    return _first_above(weights.cumsum(0), u)


@sample_categorical.misconception
def softmax_of_weights(weights, u):
    """You treat the weights as logits; they already are proportional to probabilities.

    Try this: which probability does your formula give to a weight of zero?"""
    return _first_above(torch.softmax(weights, 0).cumsum(0), u)


@sample_categorical.misconception
def clamped_to_the_last_class(weights, u):
    """For u close to 1, round-off sends you to the last class, even if its weight is zero.

    Try this: which is the last class that can be drawn at all?"""
    return _first_above((weights / weights.sum()).cumsum(0), u)


@sample_categorical.misconception
def one_based_classes(weights, u):
    """Your classes are counted from 1; the contract counts from 0.

    Try this: how many boundaries lie at or below u when u is in the first piece?"""
    return _first_above((weights / weights.sum()).cumsum(0), u) + 1


@sample_categorical.misconception
def sorted_by_weight(weights, u):
    """You lay the pieces side by side by size; the contract keeps the given order.

    Try this: which class owns the piece that starts at 0?"""
    p, order = (weights / weights.sum()).sort(descending=True)
    return order[_first_above(p.cumsum(0), u)]


@sample_categorical.misconception
def always_the_most_likely(weights, u):
    """You return the most likely class for every u, so nothing is sampled.

    Try this: how often should the least likely class come up?"""
    return weights.argmax().expand(u.shape).clone()


@sample_categorical.misconception
def one_class_early(weights, u):
    """You return the class before the one whose piece u falls into.

    Try this: which class do you give for a u just above the first boundary?"""
    return (_first_above((weights / weights.sum()).cumsum(0), u) - 1).clamp(min=0)


@sample_categorical.misconception
def stacked_from_the_end(weights, u):
    """You lay the pieces side by side from the last class; the contract starts with class 0.

    Try this: which class should a u close to 0 give?"""
    edges = (weights / weights.sum()).flip(0).cumsum(0)
    return len(weights) - 1 - _first_above(edges, u)


@sample_categorical.misconception
def divided_by_the_largest(weights, u):
    """You divide the weights by the largest instead of their sum: some classes cannot be reached.

    Try this: what should the last boundary be?"""
    return _first_above((weights / weights.max()).cumsum(0), u)


# 6. sample_gmm


def _choose(weights, u):
    """The component that each uniform selects."""
    edges = weights.cumsum(0) / weights.sum()
    return torch.searchsorted(edges, u, right=True).clamp(max=int(weights.nonzero().max()))


@sample_gmm.misconception
def average_of_components(weights, means, stds, u, eps):
    """You blend the components into a single bump; each sample must come from exactly one.

    Try this: where do your samples lie when two components are far apart?"""
    p = weights / weights.sum()
    return p @ means + (p @ stds) * eps, _choose(weights, u)


@sample_gmm.misconception
def uniform_component(weights, means, stds, u, eps):
    """Your components are equally likely, whatever the weights are.

    Try this: which rule of question 4 turns u into an index?"""
    k = (u * len(weights)).long()
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def variance_as_scale(weights, means, stds, u, eps):
    """Your noise is scaled by the squares of stds, which already are standard deviations.

    Try this: in which units are means, stds and samples?"""
    k = _choose(weights, u)
    return means[k] + stds[k] ** 2 * eps, k


@sample_gmm.misconception
def most_likely_component(weights, means, stds, u, eps):
    """You always use the heaviest component, so the other modes never appear.

    Try this: which argument decides the component of sample n?"""
    k = torch.full((len(u),), int(weights.argmax()))
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def no_noise(weights, means, stds, u, eps):
    """Right components, but every sample sits exactly on a mean: the second stage is missing.

    Try this: which arguments does your answer not depend on?"""
    k = _choose(weights, u)
    return means[k] + 0 * eps, k


@sample_gmm.misconception
def one_component_for_all(weights, means, stds, u, eps):
    """One component is chosen and serves the whole batch; each sample needs its own.

    Try this: how many entries of u does your answer use?"""
    k = _choose(weights, u[:1]).expand(len(u)).clone() if len(u) else _choose(weights, u)
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def weights_not_normalised(weights, means, stds, u, eps):
    """Your components are right only for weights that sum to 1; these need not.

    Try this: in which interval does u * sum(w) lie?"""
    k = torch.searchsorted(weights.cumsum(0), u, right=True).clamp(max=len(weights) - 1)
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def log_stds(weights, means, stds, u, eps):
    """You exponentiate stds, but here they are no logarithms.

    Try this: what should a standard deviation of 0 give?"""
    k = _choose(weights, u)
    return means[k] + stds[k].exp() * eps, k


@sample_gmm.misconception
def scale_the_mean_too(weights, means, stds, u, eps):
    """You scale the component's mean together with the noise.

    Try this: which comes first, the stretch or the shift?"""
    k = _choose(weights, u)
    return stds[k] * (means[k] + eps), k


@sample_gmm.misconception
def noise_of_the_component(weights, means, stds, u, eps):
    """You pick rows of eps by component, so that samples of one component share their noise.

    Try this: which row of eps belongs to sample n, and which rows of means and stds?"""
    k = _choose(weights, u)
    return means[k] + stds[k] * eps[k.clamp(max=max(len(eps) - 1, 0))], k


@sample_gmm.misconception
def boundary_to_left(weights, means, stds, u, eps):  # noqa: F811
    """On a boundary you choose the component to the left, even one of weight zero.

    Try this: which component should u = 0 give when the first weight is 0?"""
    edges = weights.cumsum(0) / weights.sum()
    k = torch.searchsorted(edges, u, right=False).clamp(max=int(weights.nonzero().max()))
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def clamped_to_the_last_component(weights, means, stds, u, eps):
    """For u close to 1, round-off sends you to the last component, even if its weight is zero.

    Try this: which is the last component that can be chosen at all?"""
    edges = (weights / weights.sum()).cumsum(0)
    k = torch.searchsorted(edges, u, right=True).clamp(max=len(weights) - 1)
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def sorted_by_component(weights, means, stds, u, eps):
    """Your samples come sorted by component; sample n belongs to u[n].

    Try this: does your first sample use the component that u[0] selects?"""
    k = _choose(weights, u).sort().values
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def softmax_of_weights(weights, means, stds, u, eps):  # noqa: F811
    """You treat the weights as logits; they already are proportional to probabilities.

    Try this: which probability does your formula give to a weight of zero?"""
    edges = torch.softmax(weights, 0).cumsum(0)
    k = torch.searchsorted(edges, u, right=True).clamp(max=len(weights) - 1)
    return means[k] + stds[k] * eps, k


@sample_gmm.misconception
def one_deviation_for_all_dimensions(weights, means, stds, u, eps):
    """You average a component's deviations over the dimensions; each dimension keeps its own.

    Try this: one dimension with deviation 0 and one with deviation 2; which should not move?"""
    k = _choose(weights, u)
    return means[k] + stds[k].mean(dim=1, keepdim=True) * eps, k


@sample_categorical.misconception
def one_class_too_high(weights, u):
    """Every class comes out one too high, and the first one never: you count an edge at 0 as well.

    Try this: for u = 0, how many edges of your list lie at or below u?"""
    k = _choose(weights, u) + 1
    return k.clamp(max=int(weights.nonzero().max()))


@sample_gmm.misconception
def deviations_of_the_mixture(weights, means, stds, u, eps):
    """You average the deviations of all components; a sample has those of its own component.

    Try this: one component with deviation 0 and one with 5; what should the first give?"""
    k = _choose(weights, u)
    return means[k] + (weights / weights.sum()) @ stds * eps, k
