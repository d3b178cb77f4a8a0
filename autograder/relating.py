"""Relations for a question's failed checks: which of what a check saw are answers as they came,
whether a relation holds on them, and whether it does so on a second draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import torch

from autograder.assignment import Check, Question
from autograder.compare import Tolerance, as_floats
from autograder.driver import observe
from autograder.expectation import Expectations, watches
from autograder.implementation import Callback
from autograder.matching import Case
from autograder.observation import Leaf, Observation, Structure, leaves, widen
from autograder.relations.forms import mend
from autograder.relations.pairs import Answer, Relation, Sizes, columns
from autograder.sandbox import messages
from autograder.verdict import Kind


@dataclass(frozen=True, slots=True)
class _Call:
    """What a check's call was made with."""

    sizes: Sizes
    options: frozenset[str]


SHOWING = frozenset({Kind.PUBLIC, Kind.VALUE, Kind.BROADCAST, Kind.DTYPE})
"""Kinds on which a relation must hold."""
_FORM = ("shape", "dtype")
"""What differs where a change of form may mend an answer."""


Search = Callable[[Sequence[Answer]], Relation | None]


def relate(case: Case, searches: Sequence[Search]) -> dict[str, Relation]:
    """The relation to tell of each failed check that shows it; the first search that finds one."""
    expectations, question = case.expectations, case.question
    found, observed = case.found, case.observed
    checks = [c for c in question.checks if c.kind in SHOWING and not watches(c)]
    checks = [c for c in checks if c.id in observed and _answered(observed[c.id])]
    if not any(c.id in found for c in checks):
        return {}
    seen = {c.id: _answers(expectations, question, c, observed[c.id], 0) for c in checks}
    answers = [answer for check in checks for answer in seen[check.id]]
    for search in searches:
        relation = search(answers)
        if relation is None:
            continue
        drawn = [c for c in checks if c.kind is not Kind.PUBLIC and seen[c.id]]
        fresh = [
            answer
            for check in drawn
            for answer in _answers(expectations, question, check, case.again(check), 1)
        ]
        if not any(c.id in found for c in drawn) or search([*answers, *fresh]) != relation:
            return {}
        for check in question.checks:
            if check.kind not in (SHOWING | {Kind.ERROR}) and check.id in found:
                more = _answers(expectations, question, check, observed[check.id], 0)
                seen[check.id] = more if search(more) == relation else []
        told = [name for name in found if _wrong(seen.get(name, []))]
        if search is mend:
            told = [name for name in found if found[name] in _FORM and seen.get(name)]
        return dict.fromkeys(told, relation)
    return {}


def _wrong(answers: Sequence[Answer]) -> bool:
    return any(pair.wrong for pairs in columns(answers) for pair in pairs)


def _answered(observed: Observation) -> bool:
    """Whether nothing but the form of an answer can have ended the observation."""
    return observed.end is None or observed.end.reason == "structure"


def _answers(
    expectations: Expectations, question: Question, check: Check, observed: Observation, turn: int
) -> list[Answer]:
    """The answers that a check saw; none where it computes with them before it looks."""
    expected = expectations.expect(question, check, turn).observation
    return list(_paired(check, expected, observed, _calls(expectations, question, check)))


_known: WeakKeyDictionary[Expectations, dict[tuple[str, str], list[_Call]]] = WeakKeyDictionary()


def _calls(expectations: Expectations, question: Question, check: Check) -> list[_Call]:
    """The calls of a check that returns their answers as they come; of any other check none.

    They are the same for every submission and every draw.
    """
    known = _known.setdefault(expectations, {})
    key = (question.id, check.id)
    if key not in known:
        expected = expectations.expect(question, check).observation
        echo = _Echo(question, expected.replies)
        seed = expectations.seed(question, check)
        echoed = observe(check, expectations.assignment, echo, seed, expected)
        plain = echoed.end is None and _equal(echoed.leaves, echo.leaves)
        known[key] = echo.calls if plain else []
    return known[key]


def _paired(
    check: Check, expected: Observation, observed: Observation, calls: Sequence[_Call]
) -> Iterator[Answer]:
    default = Tolerance.default(check.dtype)
    tolerance = Tolerance(
        max(default.rtol, check.tolerance.rtol), max(default.atol, check.tolerance.atol)
    )
    start = 0
    for wanted, came, call in zip(expected.replies, observed.replies, calls, strict=False):
        end = start + _count(wanted)
        if _count(came) != end - start:
            return
        want, got = (_floats(side.leaves[start:end]) for side in (expected, observed))
        if want and len(want) == len(got) == end - start:
            drawn = check.kind is not Kind.PUBLIC
            yield Answer(want, got, tolerance, call.sizes, call.options, drawn)
        start = end


def _count(described: Structure) -> int:
    """How many leaves a reply has."""
    if described[0] == "sequence":
        return sum(map(_count, described[1]))
    if described[0] == "dict":
        return sum(_count(part) for _, part in described[1])
    return 1


def _floats(some: Sequence[Leaf]) -> tuple[torch.Tensor, ...]:
    """Leaves as float64, whole numbers too; what holds no numbers is left out."""
    made = []
    for leaf in some:
        if isinstance(leaf, torch.Tensor) and leaf.is_complex():
            if not bool((leaf.imag == 0).all()):
                continue
            leaf = leaf.real  # noqa: PLW2901 - a right value in a wrong dtype
        floats = as_floats(leaf)
        if floats is not None:
            made.append(floats)
        elif isinstance(leaf, torch.Tensor) or (isinstance(leaf, int) and abs(leaf) < 2**63):
            made.append(torch.as_tensor(leaf, dtype=torch.float64))
    return tuple(made)


def _equal(a: Sequence[Leaf], b: Sequence[Leaf]) -> bool:
    if len(a) != len(b):
        return False
    return all(
        torch.equal(x, y)
        if isinstance(x, torch.Tensor) and isinstance(y, torch.Tensor)
        else type(x) is type(y) and x == y
        for x, y in zip(a, b, strict=True)
    )


class _Echo:
    """Answers each call with values of its own choosing in the expected form, and keeps them: a
    check that returns these returns answers as they come.
    """

    def __init__(self, question: Question, replies: Sequence[Structure]) -> None:
        self._parameters = question.parameters
        self._replies = replies
        self._values: list[Any] = []
        self.calls: list[_Call] = []

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All that was answered."""
        return tuple(leaves([widen(value) for value in self._values]))

    def call(self, call: messages.Call, callbacks: Sequence[Callback]) -> messages.Reply:
        """Answer with numbers that no other answer holds."""
        if len(self._values) == len(self._replies):
            return messages.Lost("protocol")
        self._values.append(_filled(self._replies[len(self._values)], len(self._values) + 1))
        names = [parameter.name for parameter in self._parameters]
        arguments = {parameter.name: parameter.default for parameter in self._parameters}
        arguments |= dict(zip(names, call.args, strict=False)) | call.kwargs
        self.calls.append(_call(arguments))
        return messages.Returned(self._values[-1])


def _call(arguments: Mapping[str, Any]) -> _Call:
    sizes = []
    options = set()
    for name, value in arguments.items():
        if isinstance(value, torch.Tensor) and value.ndim:
            sizes.append((name, tuple(value.shape)))
        elif isinstance(value, str):
            options.add(f'{name}="{value}"')
        elif isinstance(value, bool):
            options.add(f"{name}={value}")
    return _Call(tuple(sizes), frozenset(options))


def _filled(described: Structure, start: int) -> Any:
    kind = described[0]
    if kind == "tensor":
        n = torch.Size(described[2]).numel()
        made = torch.arange(start, start + n, dtype=torch.float64) / 7
        return made.reshape(described[2]).to(getattr(torch, described[1]))
    if kind == "number":
        return {"bool": True, "int": start}.get(described[1], start / 7)
    if kind == "sequence":
        return tuple(_filled(part, start + i) for i, part in enumerate(described[1]))
    if kind == "dict":
        return {key: _filled(part, start + i) for i, (key, part) in enumerate(described[1])}
    return "" if kind == "str" else None
