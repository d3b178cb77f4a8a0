"""Answers beside the expected ones, and what it takes to say that they are related."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.compare import Tolerance, error

Sizes = tuple[tuple[str, tuple[int, ...]], ...]
"""The shapes of a call's tensor arguments, by name."""

Sides = tuple[Tensor, Tensor]
"""What a relation makes of the expected and of the observed: equal where it holds."""

_ENOUGH = 3
"""So many different values must show a relation."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True, slots=True)
class Answer:
    """One call's answer: its outputs as float64, and those expected."""

    expected: tuple[Tensor, ...]
    observed: tuple[Tensor, ...]
    tolerance: Tolerance
    sizes: Sizes = ()
    options: frozenset[str] = frozenset()
    """The call's arguments that are words or truth values, as `name="value"`."""
    drawn: bool = True
    """Whether the inputs were drawn and not written down."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How the answers are related to the expected ones."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A relation that holds on one output. Hits of two families explain one another away."""

    family: str
    id: str
    text: str


class Pair:
    """One output of one answer."""

    __slots__ = ("alike", "observed", "off", "sizes", "tolerance", "wanted", "wrong")

    def __init__(self, answer: Answer, output: int) -> None:
        self.wanted = answer.expected[output]
        self.observed = answer.observed[output]
        self.tolerance = answer.tolerance
        self.sizes = answer.sizes
        self.alike = self.wanted.shape == self.observed.shape
        """Whether the shape is right."""
        self.off = ~_near(self.wanted, self.observed, self.tolerance)
        """Which entries are not right; every one where the shape is another."""
        self.wrong = bool(self.off.any()) or not self.alike


def columns(answers: Sequence[Answer]) -> list[list[Pair]]:
    """For each output its pairs; none where the answers don't have the same number of outputs."""
    counts = {len(part) for answer in answers for part in (answer.expected, answer.observed)}
    if len(counts) != 1:
        return []
    return [[Pair(answer, output) for answer in answers] for output in range(counts.pop())]


def agree(sides: Sides, tolerance: Tolerance) -> bool:
    """Whether two tensors are equal, shapes and NaN included."""
    a, b = sides
    return a.shape == b.shape and bool(_near(a, b, tolerance).all())


def _near(a: Tensor, b: Tensor, tolerance: Tolerance) -> Tensor:
    if a.shape != b.shape:
        return torch.zeros_like(a, dtype=torch.bool)
    return (error(a, b) <= tolerance.around(a)) | (a.isnan() & b.isnan())


def holds(pairs: Iterable[Pair], relate: Callable[[Pair], Sides | None]) -> bool:
    """Whether the sides that `relate` makes of every pair agree, shown by enough values."""
    shown: set[str] = set()
    for pair in pairs:
        sides = relate(pair)
        if sides is None or not agree(sides, pair.tolerance):
            return False
        if pair.wrong:
            shown |= values(sides[0])
    return enough(shown)


def values(side: Tensor) -> set[str]:
    """A few of the different values other than 0; values that rounding alone parts are one."""
    some = side.flatten()[:64]
    some = some[some.isfinite() & (some != 0)]
    return {f"{value:.2e}" for value in some.tolist()}


def enough(shown: set[str]) -> bool:
    """Whether so many values can't agree by chance."""
    return len(shown) >= _ENOUGH


def ordinal(index: int) -> str:
    """0: "first"."""
    return _ORDINALS[index] if index < len(_ORDINALS) else f"{index + 1}th"
