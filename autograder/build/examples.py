"""What the reference and the misconceptions answer on the public examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from autograder.assignment import Example, Question
from autograder.catalog import Content
from autograder.compare import Tolerance, same
from autograder.draw import Fixture, Generator
from autograder.errors import AssignmentError
from autograder.expectation import Expectations
from autograder.implementation import Local, Reference
from autograder.sandbox import messages


class Answers:
    """One assignment's answers to its own examples."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._reference = Reference(content.assignment)
        self._cohort = Expectations(content, seed=0)

    def right(self, question: Question, example: Example) -> Any:
        """The expected value: a tensor or a tuple of them.

        Raises:
            AssignmentError: the example is not one the reference answers so.
        """
        reply = self._reference.call(_call(question, example), ())
        if not isinstance(reply, messages.Returned):
            raise AssignmentError(f"{question.id}: the reference rejects its own example; mend it")
        if not _is_plain(reply.value):
            raise AssignmentError(
                f"{question.id}: the answer to its example is a {type(reply.value).__name__}, "
                "not a tensor or a tuple of tensors; mend the reference"
            )
        return reply.value

    def known(self, question: Question, example: Example) -> Iterator[tuple[Any, str]]:
        """What each misconception returns on an example, where no other returns the same."""
        check = next(check for check in question.checks if check.id == example.id)
        expected = self._cohort.expect(question, check).observation
        seen = {name: self._cohort.wrong(question, name, check) for name in question.misconceptions}
        alike = Tolerance.default(torch.float64)
        for name, wrong in question.misconceptions.items():
            mine = seen[name]
            others = [seen[other] for other in seen if other != name]
            if mine.end is not None and mine.end.reason != "structure":
                continue
            if any(same(mine, other, alike) for other in [expected, *others]):
                continue
            local = Local(self._content.assignment, {question.id: wrong.run})
            reply = local.call(_call(question, example), ())
            if isinstance(reply, messages.Returned) and _is_plain(reply.value):
                yield reply.value, wrong.sentence


def _call(question: Question, example: Example) -> messages.Call:
    args, kwargs = question.bind(example.arguments)
    sent = {key: _sent(arg) for key, arg in kwargs.items()}
    return messages.Call(question.id, tuple(map(_sent, args)), sent)


def _sent(value: Any) -> Any:
    if isinstance(value, Fixture):
        return messages.Fixture(value.name, value.tensors)
    return messages.Generator(value.state) if isinstance(value, Generator) else value


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return all(_is_plain(part) for part in value)
    return isinstance(value, torch.Tensor)
