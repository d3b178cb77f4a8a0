"""Relations between what was expected and what came, from a closed list: the last thing to say of
a mistake that has no name.

A relation is told only if it holds on every answer, right ones included, with the same parameters.
Pure functions on tensors; what they say holds no number from an answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

import torch
from torch import Tensor

from autograder.compare import error
from autograder.relations.pairs import (
    Answer,
    Hit,
    Pair,
    Relation,
    Sides,
    agree,
    columns,
    enough,
    holds,
    ordinal,
    values,
)
from autograder.relations.scales import offset, scaled


def find(answers: Sequence[Answer]) -> Relation | None:
    """The one relation that holds on all answers, or on all with one option while the others are
    right; only where the form is right and some value is not.

    Args:
        answers: to calls of one function.
    """
    outputs = columns(answers)
    wrong = _wrong(outputs)
    if not wrong or any(not pair.alike for pairs in outputs for pair in pairs):
        return None
    if len(wrong) > 1 and (exchanged := _exchanged(outputs)) is not None:
        return exchanged
    hits = _shared(outputs, wrong, _EXACT)
    if hits:
        return _told(hits, wrong, len(outputs))
    optional = _with_an_option(answers, outputs)
    if optional:
        return optional.pop() if len(optional) == 1 else None
    for family in _VAGUER:
        hits = _shared(outputs, wrong, (family,))
        if hits:
            return _told(hits, wrong, len(outputs))
    return _only_for_some(answers)


_Family = Callable[[Sequence[Pair]], Iterator[Hit]]
"""Tells which of several related relations hold on one output, the simplest first."""


def _wrong(outputs: Sequence[Sequence[Pair]]) -> list[int]:
    return [i for i, pairs in enumerate(outputs) if any(pair.wrong for pair in pairs)]


def _shared(
    outputs: Sequence[Sequence[Pair]], wrong: Sequence[int], families: Sequence[_Family]
) -> list[Hit]:
    """What holds on each output that is not right."""
    hits = [hit for family in families for hit in family(outputs[wrong[0]])]
    for i in wrong[1:]:
        others = {hit for family in families for hit in family(outputs[i])} if hits else set()
        hits = [hit for hit in hits if hit in others]
    return hits


def _told(hits: Sequence[Hit], wrong: Sequence[int], count: int) -> Relation | None:
    """The simplest relation, as said of some of several outputs; two families leave it open."""
    if len({hit.family for hit in hits}) > 1:
        return None
    text = hits[0].text
    if len(wrong) < count:
        names = " and ".join(ordinal(i) for i in wrong)
        text = f"In the {names} output{'s' if len(wrong) > 1 else ''}, {_inside(text)}"
    return Relation(hits[0].id, text)


def _inside(text: str) -> str:
    return text[0].lower() + text[1:]


def _with_an_option(answers: Sequence[Answer], outputs: Sequence[Sequence[Pair]]) -> set[Relation]:
    """Relations that hold wherever one option has one value, where all other answers are right."""
    found = set()
    for option in sorted({option for answer in answers for option in answer.options}):
        has = [option in answer.options for answer in answers]
        inside = [[p for p, yes in zip(pairs, has, strict=True) if yes] for pairs in outputs]
        outside = [[p for p, yes in zip(pairs, has, strict=True) if not yes] for pairs in outputs]
        if all(has) or _wrong(outside):
            continue
        hits = _shared(inside, _wrong(inside), _EXACT)
        told = _told(hits, _wrong(inside), len(outputs)) if hits else None
        if told is not None:
            found.add(Relation(told.id, f"With {option}, {_inside(told.text)}"))
    return found


# --- A function of the expected -------------------------------------------------------------

_FUNCTIONS: tuple[tuple[str, str, Callable[[Tensor], Tensor]], ...] = (
    ("logarithm", "the logarithms of the expected ones", torch.log),
    ("exponential", "the exponentials of the expected ones", torch.exp),
    ("square", "the squares of the expected ones", torch.square),
    ("root", "the square roots of the expected ones", torch.sqrt),
    ("reciprocal", "the reciprocals of the expected ones", torch.reciprocal),
    ("complement", "1 minus the expected ones", lambda x: 1 - x),
    ("minus_logarithm", "minus the logarithms of the expected ones", lambda x: -x.log()),
    ("exponential_of_minus", "exp(−x) where x is expected", lambda x: (-x).exp()),
    ("reciprocal_root", "1 over the square roots of the expected ones", torch.rsqrt),
    ("sigmoid", "the sigmoid of the expected ones", torch.sigmoid),
    ("logit", "the logits of the expected ones", torch.logit),
)


def _mapping(function: Callable[[Tensor], Tensor]) -> Callable[[Pair], Sides]:
    return lambda pair: (function(pair.wanted), pair.observed)


def _mapped(pairs: Sequence[Pair]) -> Iterator[Hit]:
    for id_, text, function in _FUNCTIONS:
        if holds(pairs, _mapping(function)):
            yield Hit("function", id_, f"Your values are {text}.")
            return


def _absolute(pairs: Sequence[Pair]) -> Iterator[Hit]:
    if holds(pairs, _mapping(torch.abs)):
        text = "Your values are the expected ones without their sign."
        yield Hit("function", "absolute", text)


def _unnormalised(pairs: Sequence[Pair]) -> Iterator[Hit]:
    if any(pair.wanted.ndim == 0 for pair in pairs):
        return
    if holds(pairs, lambda p: (p.wanted, p.observed / p.observed.sum(-1, keepdim=True))):
        text = "Divided by their sum over the last dimension, your values would be right."
        yield Hit("scale", "not_normalised", text)
    elif holds(pairs, lambda p: (p.wanted, p.observed - p.observed.logsumexp(-1, keepdim=True))):
        text = "Less their logsumexp over the last dimension, your values would be right."
        yield Hit("offset", "not_normalised_in_logs", text)


# --- The right values elsewhere -------------------------------------------------------------


def _exchanged(outputs: Sequence[Sequence[Pair]]) -> Relation | None:
    """Several outputs, right but for their order."""
    if len(outputs) > 4:
        return None
    answers = list(zip(*outputs, strict=True))
    for order in permutations(range(len(outputs))):
        moved = [i for i, j in enumerate(order) if i != j]
        if not moved or not all(
            agree((answer[i].wanted, answer[j].observed), answer[i].tolerance)
            for answer in answers
            for i, j in enumerate(order)
        ):
            continue
        if not enough({v for i in moved for p in outputs[i] if p.wrong for v in values(p.wanted)}):
            return None
        names = " and ".join(ordinal(i) for i in moved)
        return Relation("exchanged", f"Your {names} outputs are right, but exchanged.")
    return None


def _moved(pairs: Sequence[Pair]) -> Iterator[Hit]:
    if any(pair.wanted.ndim == 0 for pair in pairs):
        return
    for axis in range(min(pair.wanted.ndim for pair in pairs)):
        for id_, words, relate in (
            ("reversed", "in reverse", _reversed(axis)),
            ("shifted", "shifted by one step", _shifted(axis, 1)),
            ("shifted_back", "shifted back by one step", _shifted(axis, -1)),
        ):
            if holds(pairs, relate):
                along = f"along the {ordinal(axis)} dimension"
                yield Hit("order", id_, f"Your values are the expected ones, {words} {along}.")
                return
    if holds(pairs, lambda pair: (pair.wanted.mT, pair.observed) if pair.wanted.ndim > 1 else None):
        yield Hit("order", "transposed", "Your values are the expected ones, transposed.")


def _shifted(axis: int, step: int) -> Callable[[Pair], Sides]:
    """What is shifted in from outside is left aside."""

    def relate(pair: Pair) -> Sides:
        n = max(pair.wanted.shape[axis] - 1, 0)
        early = min(1, pair.wanted.shape[axis])
        want, got = (0, early) if step > 0 else (early, 0)
        return pair.wanted.narrow(axis, want, n), pair.observed.narrow(axis, got, n)

    return relate


def _reversed(axis: int) -> Callable[[Pair], Sides]:
    return lambda pair: (pair.wanted.flip(axis), pair.observed)


def _reordered(pairs: Sequence[Pair]) -> Iterator[Hit]:
    def relate(pair: Pair) -> Sides:
        return pair.wanted.flatten().sort().values, pair.observed.flatten().sort().values

    if holds(pairs, relate):
        yield Hit("order", "reordered", "Your values are the expected ones in another order.")


# --- Right in part --------------------------------------------------------------------------

_CLIPPED = (
    ("clipped_at_0", 0.0, math.inf, "with negative ones set to 0"),
    ("clipped_at_1", -math.inf, 1.0, "with 1 as their upper limit"),
    ("clipped_to_0_1", 0.0, 1.0, "clipped to [0, 1]"),
    ("clipped", -1.0, 1.0, "clipped to [−1, 1]"),
)
_SEVERAL = 5
"""So many entries must be right, and so many not, where a condition on the entry parts them."""


def _parted(pairs: Sequence[Pair]) -> Iterator[Hit]:
    """Right but for entries of one kind."""
    off = sum(int(pair.off.sum()) for pair in pairs)
    if not _SEVERAL <= off <= sum(pair.off.numel() for pair in pairs) - _SEVERAL:
        return
    for id_, low, high, words in _CLIPPED:
        if all(agree((p.wanted.clamp(low, high), p.observed), p.tolerance) for p in pairs):
            yield Hit("part", id_, f"Your values are the expected ones {words}.")
            return
    if all(torch.equal(pair.off, pair.wanted < 0) for pair in pairs):
        text = "Your values are right except where the expected ones are negative."
        yield Hit("part", "negative_entries", text)


def _at_an_end(pairs: Sequence[Pair]) -> Iterator[Hit]:
    """Right but for all first, or all last, entries along a dimension."""
    if any(pair.wanted.ndim == 0 or min(pair.wanted.shape) < 3 for pair in pairs if pair.wrong):
        return
    if sum(pair.wrong for pair in pairs) < _SEVERAL or not all(p.wrong for p in pairs):
        return
    for axis in range(min(pair.wanted.ndim for pair in pairs)):
        for end, index in (("first", 0), ("last", -1)):
            if all(
                bool(pair.off.select(axis, index).all())
                and int(pair.off.select(axis, index).sum()) == int(pair.off.sum())
                for pair in pairs
            ):
                text = f"Your values are right except the {end} ones along the {ordinal(axis)} "
                yield Hit("part", f"{end}_entry", f"{text}dimension.")
                return


_DIGITS = 1e-4


def _nearly(pairs: Sequence[Pair]) -> Iterator[Hit]:
    """Off by so little that rounding, or a small constant, is the cause."""
    shown: set[str] = set()
    for pair in pairs:
        size = torch.where(pair.wanted.isfinite(), pair.wanted.abs(), 0.0)
        largest = float(size.max()) if size.numel() else 0.0
        slack = _DIGITS * size.clamp(min=largest / 100)
        slack = torch.maximum(slack, pair.tolerance.around(pair.wanted))
        if not bool((error(pair.wanted, pair.observed) <= slack).all()):
            return
        if pair.wrong:
            shown |= values(pair.wanted)
    if enough(shown):
        text = "Your values are off by very little: look for rounding, or a small constant added."
        yield Hit("near", "imprecise", text)


def _only_for_some(answers: Sequence[Answer]) -> Relation | None:
    """Right on drawn inputs exactly where their first argument has one sort of shape."""
    drawn = [answer for answer in answers if answer.drawn and answer.sizes]
    right = [not any(pairs[0].wrong for pairs in columns([answer])) for answer in drawn]
    if sum(right) < 2 or len(right) - sum(right) < _SEVERAL:
        return None
    name, _ = drawn[0].sizes[0]
    shapes = [answer.sizes[0][1] for answer in drawn]
    if right == [len(shape) > 1 and shape[0] == 1 for shape in shapes]:
        text = f"Your values are right only where {name} has a first dimension of length 1."
        return Relation("batch_of_one", text)
    if right == [len(shape) > 1 and shape[0] == shape[1] for shape in shapes]:
        text = f"Your values are right only where {name} has as many rows as columns."
        return Relation("square", text)
    return None


_EXACT = (scaled, offset, _unnormalised, _mapped, _moved)
_VAGUER = (_absolute, _reordered, _parted, _at_an_end, _nearly)
