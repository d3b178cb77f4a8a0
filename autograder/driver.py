"""Run a check on an implementation and write down what it sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from autograder.assignment import Assignment, Check, Question
from autograder.draw import Draw, Fixture, Generator, Recording, Tracked, convert
from autograder.errors import AssignmentError
from autograder.implementation import Callback, Implementation
from autograder.observation import (
    CALLS,
    Effects,
    End,
    Observation,
    Opaque,
    Raises,
    Structure,
    difference,
    leaves,
    structure,
    widen,
)
from autograder.sandbox import messages


class _Ended(Exception):  # noqa: N818 - not an error: how an observation stops in mid-check
    def __init__(self, end: End) -> None:
        self.end = end


def observe(
    check: Check,
    assignment: Assignment,
    implementation: Implementation,
    seed: int,
    expected: Observation | None = None,
    scale: float = 1.0,
) -> Observation:
    """Run one check on one implementation.

    Args:
        check: what to run.
        assignment: whose question it is.
        implementation: what to drive.
        seed: of the draw; the same seed gives the same inputs to every implementation.
        expected: the reference's observation. With it, a reply of another structure ends the
            observation before the check computes with it, and so does an exception of the check.
        scale: of the samples that a statistical check takes.

    Raises:
        AssignmentError: the check itself is at fault: it raised without `expected`.
    """
    draw = Draw(seed, check.dtype, scale)
    log = _Log(assignment, implementation, draw, check.dtype, expected)
    try:
        returned = tuple(leaves(check.run(_Driver(log), draw)))
        end = None
    except _Ended as ended:
        returned, end = tuple(leaves(log.answers)), ended.end
    except AssignmentError:
        raise
    except Exception as error:
        if expected is None:
            where = f"check {check.id} raised {type(error).__name__}: {error}"
            raise AssignmentError(f"{where}; mend the check") from error
        # It did not raise on the reference, so this submission's values made it raise.
        returned, end = tuple(leaves(log.answers)), End("structure", ("type",))
    return Observation(tuple(log.replies), returned, end, tuple(log.effects))


class _Log:
    """One observation in the making: turns a check's calls into messages, keeps the replies."""

    def __init__(
        self,
        assignment: Assignment,
        implementation: Implementation,
        draw: Draw,
        dtype: torch.dtype,
        expected: Observation | None,
    ) -> None:
        self.assignment = assignment
        self._implementation = implementation
        self._draw = draw
        self._dtype = dtype
        self._expected = expected
        self.replies: list[Structure] = []
        self.answers: list[Any] = []
        self.effects: list[Effects] = []

    def send(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[messages.Wrt, ...] = (),
        cot: Any = None,
        *,
        may_raise: bool = False,
    ) -> messages.Reply:
        """One call. A reply joins the log and is held against the expected structure, except
        where an exception is what is looked for (`may_raise`).
        """
        self._draw.closed = True
        generators: list[Generator] = []
        recordings: list[Recording] = []

        def visit(value: Any) -> Any:
            if isinstance(value, Generator):
                generators.append(value)
                return messages.Generator(value.state)
            if isinstance(value, Fixture):
                return messages.Fixture(value.name, convert(value.tensors, self._dtype, visit))
            if isinstance(value, Recording):
                recordings.append(value)
                return messages.Recorded(len(recordings) - 1)
            if isinstance(value, Tracked):
                return messages.Tracked(value.tensor.to(self._dtype))
            return value

        call = messages.Call(
            function,
            convert(args, self._dtype, visit),
            convert(kwargs, self._dtype, visit),
            wrt,
            convert(cot, self._dtype, lambda part: part),
        )
        shapes: list[Structure] = []
        room = [_MORE_THAN_ENOUGH if self._expected is None else _room(self._expected)]
        reply = self._implementation.call(
            call, [self._callback(recording, shapes, room) for recording in recordings]
        )
        if isinstance(reply, messages.Lost):
            raise _Ended(End(reply.reason))
        if isinstance(reply, messages.Returned):
            for generator, state in zip(generators, reply.generators, strict=False):
                generator.state = state
        if may_raise:
            self.answers.append(Raises(getattr(reply, "mro", None)))
        elif isinstance(reply, messages.Raised):
            raise _Ended(End("raised", reply.mro, reply.cell, reply.line, reply.message))
        else:
            self._keep(reply, recordings, shapes)
        return reply

    def _callback(self, recording: Recording, shapes: list[Structure], room: list[int]) -> Callback:
        source = recording.source
        tensors = convert(source.tensors, self._dtype, lambda part: part)
        function = self.assignment.fixtures[source.name](**tensors)

        def answer(*args: Any) -> Any:
            shapes.append(structure(args))
            room[0] -= _size(shapes[-1])
            if room[0] < 0:
                raise RuntimeError("far more was asked than any right answer asks")
            value = function(*args)
            recording.calls.append(widen(args))
            recording.values.append(widen(value))
            return value

        return answer

    def _keep(
        self, reply: messages.Returned, recordings: list[Recording], shapes: list[Structure]
    ) -> None:
        value = _ours(reply.value)
        seen = structure(value)
        if recordings:
            seen = ("sequence", (seen, ("sequence", tuple(shapes))))
        self.replies.append(seen)
        self.effects.append(
            Effects(bool(reply.changed), bool(reply.filled), reply.attached, reply.rng)
        )
        if self._expected is None:
            self.answers.append(widen(value))
            return
        index = len(self.replies) - 1
        if index >= len(self._expected.replies):
            raise _Ended(End("structure", ("arity",)))
        want = self._expected.replies[index]
        # What the trusted side does with a reply must not grow with what a student chose.
        self.answers.append(widen(value) if _size(seen) <= _at_most(want) else Opaque("big"))
        found = difference(want, seen)
        if found not in (None, "dtype"):
            calls = recordings and difference(want[1][0], seen[1][0]) in (None, "dtype")
            raise _Ended(End("structure", (found, CALLS) if calls else (found,)))


def _ours(value: Any) -> Any:
    if isinstance(value, messages.Opaque):
        return Opaque(value.kind, value.value)
    if isinstance(value, tuple | list):
        return tuple(_ours(part) for part in value)
    if isinstance(value, dict):
        return {key: _ours(part) for key, part in value.items()}
    return value


_MORE_THAN_ENOUGH = 1 << 40
"""For the reference, which asks what it needs."""


def _room(expected: Observation) -> int:
    """How much a recorded function may be asked in one call."""
    return max(map(_at_most, expected.replies), default=10_000)


def _at_most(want: Structure) -> int:
    """How large a structure may be where `want` is expected, to be computed with."""
    return 10 * _size(want) + 100


def _size(described: Structure) -> int:
    if described[0] == "tensor":
        # Nothing in an empty tensor is as large as its other dimensions say, but work on it is.
        n = 1
        for extent in described[2]:
            n *= max(extent, 1)
        return n
    if described[0] == "sequence":
        return sum(_size(part) for part in described[1]) + 1
    if described[0] == "dict":
        return sum(_size(part) for _, part in described[1]) + 1
    return 1


class _Driver:
    """What a check calls `impl`: its attributes are the functions under test."""

    def __init__(self, log: _Log) -> None:
        self._log = log

    def __getattr__(self, name: str) -> _Function:
        question = self._log.assignment.questions.get(name)
        if question is None:
            raise AssignmentError(f"a check calls {name}, which is no question of this assignment")
        return _Function(self._log, question)


@dataclass(frozen=True, slots=True)
class _Function:
    """One function under test: call it, differentiate it, or watch it raise."""

    _log: _Log
    _question: Question

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Its answer: floats in float64, sequences as tuples."""
        self._log.send(self._question.id, args, kwargs)
        return self._log.answers[-1]

    def grad(
        self, *args: Any, wrt: Sequence[str], cot: Any, **kwargs: Any
    ) -> tuple[torch.Tensor | None, ...]:
        """d sum(cot * answer) / d each of `wrt`.

        Args:
            args: as for a call.
            wrt: parameter names, or "parameter.tensor" for a fixture's tensor.
            cot: shaped like the answer; for a tuple one entry each, None = not used.
            kwargs: as for a call.
        """
        targets = tuple(self._target(name, kwargs) for name in wrt)
        reply = self._log.send(self._question.id, args, kwargs, targets, cot)
        assert isinstance(reply, messages.Returned)  # anything else has ended the observation
        grads = tuple(widen(grad) for grad in reply.grads)
        self._log.answers[-1] = (self._log.answers[-1], grads)
        return grads

    def raises(self, *args: Any, **kwargs: Any) -> Raises:
        """Whether, and with which classes, it raises."""
        self._log.send(self._question.id, args, kwargs, may_raise=True)
        seen: Raises = self._log.answers[-1]
        return seen

    def effects(self, *args: Any, **kwargs: Any) -> tuple[bool, bool, bool]:
        """Whether it changed an argument, filled an argument's `.grad`, and whether its answer
        requires grad.
        """
        self._log.send(self._question.id, args, kwargs)
        seen = self._log.effects[-1]
        claims = (seen.changed, seen.filled, seen.attached)
        self._log.answers[-1] = (self._log.answers[-1], claims)
        return claims

    def _target(self, name: str, kwargs: Mapping[str, Any]) -> messages.Wrt:
        argument, _, tensor = name.partition(".")
        if argument in kwargs:
            return argument, tensor or None
        names = [parameter.name for parameter in self._question.parameters]
        if argument not in names:
            raise AssignmentError(f"{self._question.id}: wrt names {name!r}, no such parameter")
        return names.index(argument), tensor or None
