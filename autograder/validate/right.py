"""What must hold of right answers, and of answers that took no thought."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import torch

from autograder.assignment import Question
from autograder.catalog import Content
from autograder.engine import Trusted, grade
from autograder.errors import AssignmentError
from autograder.expectation import Expectations
from autograder.implementation import Implementation, Reference
from autograder.plotting import draw
from autograder.sandbox import messages
from autograder.validate.line import Line
from autograder.verdict import QuestionVerdict, Status


def signatures(content: Content) -> Line:
    """Handout, solution and reference ask for the same."""
    problems = []
    for name, question in content.assignment.questions.items():
        stub = [(p.name, p.default) for p in question.parameters]
        found = inspect.signature(content.solution[name]).parameters.values()
        if [(p.name, p.default) for p in found] != stub:
            problems.append(f"{name}: the solution's parameters differ from the stub's")
        if not question.examples:
            problems.append(f"{name} has no public example")
    for name in content.stubs.keys() - content.assignment.questions.keys():
        problems.append(f"{name}: the handout has its stub, the reference no such question")
    return Line("same questions and signatures in handout, solution and reference", tuple(problems))


def disagreements(cohort: Expectations) -> Iterator[str]:
    """Checks on which a right answer is far from the reference."""
    for question in cohort.assignment.questions.values():
        for check in question.checks:
            try:
                cohort.expect(question, check)
            except AssignmentError as error:
                yield str(error)


def grade_one(
    cohort: Expectations, question: Question, implementation: Any, *, explaining: bool = False
) -> QuestionVerdict:
    """Grade a version of our own as a submission is graded."""
    target = Trusted(implementation, question.id)
    verdicts = grade(cohort, target, seed=0, explaining=explaining)
    return next(verdict for verdict in verdicts if verdict.id == question.id)


def full_marks(cohort: Expectations) -> Iterator[str]:
    """Checks that a right answer does not pass."""
    for question in cohort.assignment.questions.values():
        for name, implementation in cohort.right(question):
            verdict = grade_one(cohort, question, implementation)
            for check in verdict.checks:
                if check.status is not Status.PASSED:
                    yield f"{question.id}: {name} does not pass {check.id} ({check.status.value})"


class _Trivial:
    """Answers every call with something that took no thought, shaped like the right answer."""

    def __init__(self, cohort: Expectations, make: Callable[..., Any]) -> None:
        self._reference = Reference(cohort.assignment)
        self._make = make

    def call(self, call: messages.Call, callbacks: Any) -> messages.Reply:
        reply = self._reference.call(call, callbacks)
        if not isinstance(reply, messages.Returned):
            reply = messages.Returned(None)
        made = self._make(call, reply.value)
        if made is ValueError:
            return messages.Raised(("builtins.ValueError", "builtins.Exception"))
        grads = tuple(self._make(call, grad) for grad in reply.grads)
        return messages.Returned(made, grads=grads, generators=reply.generators)


def _filled(fill: float) -> Callable[[messages.Call, Any], Any]:
    def make(call: messages.Call, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return torch.full_like(value, fill if value.is_floating_point() else int(fill == 1.0))
        return tuple(make(call, part) for part in value) if isinstance(value, tuple) else value

    return make


def _first_argument(call: messages.Call, value: Any) -> Any:
    tensors = [arg for arg in call.args if isinstance(arg, torch.Tensor)]
    return tensors[0] if tensors else _filled(0.0)(call, value)


class _HardCoder:
    """Knows the public examples by heart and answers 0 to everything else."""

    def __init__(self, cohort: Expectations, question: Question) -> None:
        self._reference = Reference(cohort.assignment)
        self._zeros = _Trivial(cohort, _filled(0.0))
        self._known: set[str] = set()
        self._learning = True
        for check in question.checks:
            if check.visibility == "public":
                cohort.observe(question, check, self)
        self._learning = False

    def call(self, call: messages.Call, callbacks: Any) -> messages.Reply:
        key = _spelled((call.args, call.kwargs))
        if self._learning:
            self._known.add(key)
        answering = self._reference if key in self._known else self._zeros
        return answering.call(call, callbacks)


def _spelled(value: Any) -> str:
    """Arguments in full, so that equal ones are equal."""
    if isinstance(value, torch.Tensor):
        return f"{tuple(value.shape)}{value.tolist()}"
    if isinstance(value, tuple | list):
        return str([_spelled(part) for part in value])
    if isinstance(value, dict):
        return str([(key, _spelled(part)) for key, part in value.items()])
    if isinstance(value, messages.Fixture):
        return value.name + _spelled(value.tensors)
    return _spelled(value.state) if isinstance(value, messages.Generator) else repr(value)


def trivial(cohort: Expectations) -> Iterator[str]:
    """Hidden checks that an answer without a thought passes."""
    makers: dict[str, Callable[..., Any]] = {
        "zeros": _filled(0.0),
        "ones": _filled(1.0),
        "NaN": _filled(float("nan")),
        "the first argument": _first_argument,
        "always ValueError": lambda call, value: ValueError,
    }
    for question in cohort.assignment.questions.values():
        answers: dict[str, Implementation] = {
            name: _Trivial(cohort, make) for name, make in makers.items()
        }
        answers["the public examples by heart"] = _HardCoder(cohort, question)
        for name, answer in answers.items():
            for check in grade_one(cohort, question, answer).checks:
                if check.visibility == "hidden" and check.status is Status.PASSED:
                    yield f"{question.id}: {name} passes {check.id}"


def branching(cohort: Expectations) -> Iterator[str]:
    """Drive every check with garbage of the right structure: it must make the same calls."""
    for question in cohort.assignment.questions.values():
        garbage = _Trivial(cohort, _filled(float("nan")))
        for check in question.checks:
            expected = cohort.expect(question, check).observation
            try:
                seen = cohort.observe(question, check, garbage)
            except AssignmentError as error:
                yield f"{question.id}.{check.id}: {error}"
                continue
            if seen.end is not None or len(seen.replies) != len(expected.replies):
                yield f"{question.id}.{check.id}: it goes another way on a wrong answer"


def plots(cohort: Expectations) -> Iterator[str]:
    """Plots that don't run on a right answer, or show it as something else."""
    for question in cohort.assignment.questions.values():
        if question.drawn is None:
            continue
        name = f"{question.id}.{question.drawn.id}"
        reference: tuple[str, Implementation] = ("the reference", Reference(cohort.assignment))
        for whose, implementation in (reference, *cohort.right(question)):
            try:
                if draw(cohort, question, implementation, always=True) is None:
                    yield f"{name}: nothing can be drawn of {whose}"
                elif not question.drawn.always and draw(cohort, question, implementation):
                    yield f"{name}: {whose} does not look as expected"
            except AssignmentError as error:
                yield str(error)
                break
