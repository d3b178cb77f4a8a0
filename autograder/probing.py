"""What a submission's answers depend on: a failed check is asked once more with changed inputs.

The right answers show what such a change should do; a submission that does otherwise is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import torch

from autograder.assignment import Check, Question
from autograder.compare import Tolerance, as_floats, same
from autograder.matching import Case
from autograder.observation import Observation
from autograder.relating import SHOWING
from autograder.relations.pairs import Relation, ordinal
from autograder.verdict import Kind

Change = Callable[[int, str, Any], Any]
"""Of an argument: its place, its name, its value."""


def probe(case: Case) -> dict[str, Relation]:
    """What to tell of the failed checks on which answers are compared as they come."""
    failed = [c for c in case.question.checks if c.id in case.found and c.kind in SHOWING]
    bases = [c for c in failed if c.kind in (Kind.VALUE, Kind.BROADCAST) and _whole(case, c)]
    told = next((relation for base in bases[:1] for relation in _told(case, base)), None)
    return {} if told is None else dict.fromkeys((check.id for check in failed), told)


def _whole(case: Case, check: Check) -> bool:
    """Whether the check came to its end, and returned replies and nothing else."""
    expected = case.expectations.expect(case.question, check).observation
    return case.observed[check.id].end is None and len(expected.replies) <= len(expected.leaves)


def _told(case: Case, base: Check) -> Iterator[Relation]:
    """Relations that show under both draws, plain ones first."""
    outputs = case.expectations.expect(case.question, base).observation.leaves
    shape = outputs[0].shape if isinstance(outputs[0], torch.Tensor) else torch.Size()
    for name, text, change, holds in _probes(case.question, shape):
        asked = _changed(base, name, change)
        if all(_shows(case, base, asked, turn, holds) for turn in (0, 1)):
            yield Relation(name.split("/")[0], text)


_Holds = Callable[[Observation, Observation, Observation, Observation, Tolerance], bool]
"""(expected, expected after the change, observed, observed after the change): is it so?"""


def _shows(case: Case, base: Check, asked: Check, turn: int, holds: _Holds) -> bool:
    wanted = case.expectations.attempt(case.question, asked, turn)
    if wanted is None:  # right answers refuse the changed inputs, or disagree on them
        return False
    before = case.expectations.expect(case.question, base, turn).observation
    seen = case.again(base) if turn else case.observed[base.id]
    after = case.observe_again(asked, turn)
    if seen.end is not None or after.end is not None:
        return False
    return holds(before, wanted.observation, seen, after, Tolerance.default(base.dtype))


def _changed(base: Check, name: str, change: Change) -> Check:
    """The check with changed arguments; it draws as its base does."""

    def run(impl: Any, draw: Any) -> Any:
        return base.run(_Changing(impl, change), draw)

    return replace(base, id=f"{base.id}/{name}", run=run, repeats=base.repeats or base.id)


class _Changing:
    """What a check calls `impl`, with its arguments changed on their way."""

    def __init__(self, impl: Any, change: Change) -> None:
        self._impl = impl
        self._change = change

    def __getattr__(self, function: str) -> Callable[..., Any]:
        called = getattr(self._impl, function)

        def call(*args: Any, **kwargs: Any) -> Any:
            changed = [self._change(i, "", value) for i, value in enumerate(args)]
            named = {name: self._change(-1, name, value) for name, value in kwargs.items()}
            return called(*changed, **named)

        return call


def _probes(question: Question, shape: torch.Size) -> Iterator[tuple[str, str, Change, _Holds]]:
    """(id, what is told, the change, when it is told) for every argument and both first axes."""
    for i, parameter in enumerate(question.parameters):
        name = parameter.name
        scaled = _at(i, name, lambda value: value * 0.875)
        shifted = _at(i, name, lambda value: value - 0.25)
        text = f"Your answer stays the same when {name} becomes smaller; the right one does not."
        yield f"without_effect/{name}", text, scaled, _stays
        text = f"Your answer changes with the scale of {name}; the right one does not."
        yield f"scale_matters/{name}", text, scaled, _moves
        text = f"Your answer changes when a number is added to {name}; the right one does not."
        yield f"shift_matters/{name}", text, shifted, _moves
    for axis in range(min(len(shape), 2)):
        where = f"along the {ordinal(axis)} dimension"
        text = (
            f"With the inputs in another order {where}, your answers are not the same ones in "
            "that order: one depends on the others."
        )
        yield f"mixed/{axis}", text, partial(_turned, shape, axis), partial(_mixes, axis)
    for axis in (0, 1):
        where = f"along the {ordinal(axis)} dimension"
        text = f"Your answer changes with the order of the inputs {where}; the right one does not."
        yield f"order_matters/{axis}", text, partial(_rolled, axis), _moves


def _at(place: int, name: str, act: Callable[[Any], Any]) -> Change:
    """Changes one argument, if it holds floats."""

    def change(i: int, given: str, value: Any) -> Any:
        floats = isinstance(value, float) or (
            isinstance(value, torch.Tensor) and value.is_floating_point()
        )
        return act(value) if floats and (i == place or given == name) else value

    return change


def _turned(shape: torch.Size, axis: int, place: int, name: str, value: Any) -> Any:
    """Rolled along the dimension that becomes the answer's `axis`: as long, and counted from the
    left or, where arguments are broadcast, from the right.
    """
    if isinstance(value, torch.Tensor):
        for at in (axis, axis - len(shape) + value.ndim):
            if 0 <= at < value.ndim and value.shape[at] == shape[axis]:
                return value.roll(1, at)
    return value


def _rolled(axis: int, place: int, name: str, value: Any) -> Any:
    if isinstance(value, torch.Tensor) and value.ndim > axis:
        return value.roll(1, axis)
    return value


def _stays(
    before: Observation, wanted: Observation, seen: Observation, after: Observation, t: Tolerance
) -> bool:
    return not same(before, wanted, t) and same(seen, after, t)


def _moves(
    before: Observation, wanted: Observation, seen: Observation, after: Observation, t: Tolerance
) -> bool:
    # What is counted or chosen may stay the same by chance, and says nothing of other inputs.
    return _continuous(before) and same(before, wanted, t) and not same(seen, after, t)


def _continuous(seen: Observation) -> bool:
    leaves = [leaf.flatten() for leaf in map(as_floats, seen.leaves) if leaf is not None]
    values = torch.cat(leaves) if leaves else torch.zeros(0)
    return bool((values != values.round()).any())


def _mixes(
    axis: int,
    before: Observation,
    wanted: Observation,
    seen: Observation,
    after: Observation,
    t: Tolerance,
) -> bool:
    """Right answers move along with the inputs, and these do not."""
    if same(before, wanted, t) or not _along(axis, before, wanted, t):
        return False
    return not _along(axis, seen, after, t)


def _along(axis: int, before: Observation, after: Observation, t: Tolerance) -> bool:
    moved = tuple(
        leaf.roll(1, axis) if isinstance(leaf, torch.Tensor) and leaf.ndim > axis else leaf
        for leaf in before.leaves
    )
    return same(replace(before, leaves=moved), after, t)
