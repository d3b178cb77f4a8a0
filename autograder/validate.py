"""Prove an assignment: right answers pass, wrong ones don't, and each mistake is told by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from autograder.assignment import Check, Question
from autograder.catalog import Content
from autograder.driver import observe
from autograder.engine import Trusted, grade
from autograder.errors import AssignmentError
from autograder.expectation import Expectations, judge, watches, worst_ratio
from autograder.implementation import Local, Reference
from autograder.observation import Observation
from autograder.sandbox import messages
from autograder.verdict import DiagnosisKind, Kind, QuestionVerdict, Status

MARGIN = 10
"""A misconception whose most telling check errs by fewer tolerances than this is flagged."""


@dataclass(frozen=True, slots=True)
class Line:
    """One claim about an assignment, and each case in which it does not hold."""

    claim: str
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Proof:
    """What validation found about one assignment."""

    lines: list[Line] = field(default_factory=list)
    table: list[tuple[str, int, int, float, float]] = field(default_factory=list)
    """(question, alternates, misconceptions, largest error / tolerance of a right answer,
    smallest of a misconception on its most telling check)."""

    @property
    def holds(self) -> bool:
        """Whether every claim does."""
        return not any(line.problems for line in self.lines)


def validate(content: Content, seeds: int = 3) -> Proof:
    """Run every check on everything we know to be right or wrong, under several seeds."""
    proof = Proof()
    proof.lines.append(_signatures(content))
    cohorts = [Expectations(content, seed) for seed in range(1, seeds + 1)]
    questions = list(content.assignment.questions.values())
    checks = [(question, check) for question in questions for check in question.checks]
    agree = tuple(
        f"seed {seed}: {error}"
        for seed, cohort in enumerate(cohorts, 1)
        for error in _disagreements(cohort)
    )
    n = sum(1 + len(question.alternates) for question in questions)
    proof.lines.append(Line(f"right answers agree with the reference: {n} × {seeds} seeds", agree))
    if agree:
        return proof
    proof.lines.append(Line("right answers get full marks", tuple(_marks(cohorts[0]))))
    proof.lines.append(Line("trivial answers get no hidden point", tuple(_trivial(cohorts[0]))))
    proof.lines.append(
        Line(
            f"draws and calls never depend on answers: {len(checks)} checks",
            tuple(_branching(cohorts[0])),
        )
    )
    wrong = [(q, name) for q in questions for name in q.misconceptions]
    named = {
        (question.id, name, seed): _name(cohort, question, name)
        for seed, cohort in enumerate(cohorts, 1)
        for question, name in wrong
    }
    proof.lines.append(
        Line(
            f"misconceptions do not pass: {len(wrong)} × {seeds} seeds",
            tuple(f"{q}.{m} passes (seed {s})" for (q, m, s), d in named.items() if d == "passes"),
        )
    )
    proof.lines.append(
        Line(
            "misconceptions are told apart",
            tuple(
                f"{q}.{m} is told as {d} (seed {s})"
                for (q, m, s), d in named.items()
                if d not in (m, "passes")
            ),
        )
    )
    for question in questions:
        right = max(_right_ratios(cohorts[0], question), default=0.0)
        margins = {m: _margin(cohorts[0], question, m) for m in question.misconceptions}
        proof.table.append(
            (
                question.id,
                len(question.alternates),
                len(question.misconceptions),
                right,
                min(margins.values(), default=float("inf")),
            )
        )
    return proof


def _signatures(content: Content) -> Line:
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


def _disagreements(cohort: Expectations) -> Iterator[str]:
    for question in cohort.assignment.questions.values():
        for check in question.checks:
            try:
                cohort.expect(question, check)
            except AssignmentError as error:
                yield str(error)


def _grade_one(cohort: Expectations, question: Question, implementation: Any) -> QuestionVerdict:
    target = Trusted(implementation, question.id)
    verdicts = grade(cohort, target, seed=0)
    return next(verdict for verdict in verdicts if verdict.id == question.id)


def _marks(cohort: Expectations) -> Iterator[str]:
    for question in cohort.assignment.questions.values():
        for name, implementation in cohort.right(question):
            verdict = _grade_one(cohort, question, implementation)
            for check in verdict.checks:
                if check.status is not Status.PASSED:
                    why = check.diagnosis.text if check.diagnosis else check.status
                    yield f"{question.id}: {name} does not pass {check.id}: {why}"


class _Trivial:
    """Answers every call with something that took no thought, shaped like the right answer."""

    def __init__(self, cohort: Expectations, question: Question, make: Callable[..., Any]) -> None:
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


def _trivial(cohort: Expectations) -> Iterator[str]:
    makers: dict[str, Callable[..., Any]] = {
        "zeros": _filled(0.0),
        "ones": _filled(1.0),
        "NaN": _filled(float("nan")),
        "the first argument": _first_argument,
        "always ValueError": lambda call, value: ValueError,
    }
    for question in cohort.assignment.questions.values():
        for name, make in makers.items():
            verdict = _grade_one(cohort, question, _Trivial(cohort, question, make))
            for check in verdict.checks:
                if check.visibility == "hidden" and check.status is Status.PASSED:
                    yield f"{question.id}: {name} passes {check.id}"


def _branching(cohort: Expectations) -> Iterator[str]:
    """Drive every check with garbage of the right structure: it must make the same calls."""
    for question in cohort.assignment.questions.values():
        garbage = _Trivial(cohort, question, _filled(float("nan")))
        for check in question.checks:
            expected = cohort.expect(question, check).observation
            seed = cohort.seed(question, check)
            try:
                seen = observe(check, cohort.assignment, garbage, seed, expected)
            except AssignmentError as error:
                yield f"{question.id}.{check.id}: {error}"
                continue
            if seen.end is not None or len(seen.replies) != len(expected.replies):
                yield f"{question.id}.{check.id}: it goes another way on a wrong answer"


def _name(cohort: Expectations, question: Question, name: str) -> str:
    """What grading says of a misconception: its own id, another's, "none" or "passes"."""
    function = question.misconceptions[name].run
    verdict = _grade_one(cohort, question, Local(cohort.assignment, {question.id: function}))
    diagnoses = [check.diagnosis for check in verdict.checks if check.diagnosis]
    if all(check.status is Status.PASSED for check in verdict.checks):
        return "passes"
    told = {d.id for d in diagnoses if d.kind is DiagnosisKind.MISCONCEPTION}
    return "+".join(sorted(told)) or "none"


def _ratios(
    cohort: Expectations, question: Question, see: Callable[[Check], Observation]
) -> Iterator[tuple[float, bool]]:
    for check in question.checks:
        if watches(check) or check.kind is Kind.ERROR:
            continue
        expected = cohort.expect(question, check)
        observed = see(check)
        passed = judge(check, expected, observed) is None
        yield worst_ratio(expected, observed, check.tolerance), passed


def _right_ratios(cohort: Expectations, question: Question) -> Iterator[float]:
    for _, implementation in cohort.right(question):

        def see(check: Check, implementation: Any = implementation) -> Observation:
            expected = cohort.expect(question, check).observation
            seed = cohort.seed(question, check)
            return observe(check, cohort.assignment, implementation, seed, expected)

        yield from (ratio for ratio, _ in _ratios(cohort, question, see))


def _margin(cohort: Expectations, question: Question, name: str) -> float:
    """How far a misconception is off on its most telling check; inf if a structure tells it."""
    ratios = _ratios(cohort, question, lambda check: cohort.wrong(question, name, check))
    missed = [ratio if ratio > 1 else float("inf") for ratio, passed in ratios if not passed]
    return max(missed, default=0.0)
