"""Prove an assignment: right answers pass, wrong ones don't, and each mistake is told by name."""

from __future__ import annotations

import inspect
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from autograder.assignment import Check, Question
from autograder.catalog import Content
from autograder.engine import Trusted, grade
from autograder.errors import AssignmentError
from autograder.expectation import Expectations, judge, watches, worst_ratio
from autograder.implementation import Implementation, Local, Reference
from autograder.mutants import Mutant, mutants
from autograder.mutants.bounds import TooLong, bounded
from autograder.mutants.equivalents import read
from autograder.observation import Observation
from autograder.sandbox import messages
from autograder.verdict import DiagnosisKind, Kind, QuestionVerdict, Status

MARGIN = 10
"""A misconception whose most telling check errs by fewer tolerances than this is flagged."""


KILLED = 0.99
"""The least share of mutants, those recorded as equivalent left aside, that must lose points."""
_SECONDS = 2.0
"""CPU time that any version has, beside a multiple of what the solution takes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One claim about an assignment, and each case in which it does not hold."""

    claim: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What is worth telling although the claim holds."""


@dataclass(slots=True)
class Proof:
    """What validation found about one assignment."""

    lines: list[Line] = field(default_factory=list)
    table: list[tuple[str, int, int, int, float, float]] = field(default_factory=list)
    """(question, alternates, misconceptions, mutants, largest error / tolerance of a right answer,
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
    few = cohorts[: max(1, seeds // 10)]
    proof.lines.extend(_misconceptions(cohorts, few))
    made = {question.id: mutants(content, question.id) for question in questions}
    proof.lines.extend(_mutation(few, made))
    for question in questions:
        right = max(_right_ratios(cohorts[0], question), default=0.0)
        margins = {m: _margin(cohorts[0], question, m) for m in question.misconceptions}
        proof.table.append(
            (
                question.id,
                len(question.alternates),
                len(question.misconceptions),
                len(made[question.id]),
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


def _grade_one(
    cohort: Expectations, question: Question, implementation: Any, *, explaining: bool = False
) -> QuestionVerdict:
    target = Trusted(implementation, question.id)
    verdicts = grade(cohort, target, seed=0, explaining=explaining)
    return next(verdict for verdict in verdicts if verdict.id == question.id)


def _marks(cohort: Expectations) -> Iterator[str]:
    for question in cohort.assignment.questions.values():
        for name, implementation in cohort.right(question):
            verdict = _grade_one(cohort, question, implementation)
            for check in verdict.checks:
                if check.status is not Status.PASSED:
                    yield f"{question.id}: {name} does not pass {check.id} ({check.status.value})"


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
            try:
                seen = cohort.observe(question, check, garbage)
            except AssignmentError as error:
                yield f"{question.id}.{check.id}: {error}"
                continue
            if seen.end is not None or len(seen.replies) != len(expected.replies):
                yield f"{question.id}.{check.id}: it goes another way on a wrong answer"


def _misconceptions(cohorts: list[Expectations], few: list[Expectations]) -> Iterator[Line]:
    """No misconception gets full marks under any seed; each is told by its name under a few,
    for which a diagnosis is confirmed by a second draw of its own anyway.
    """
    questions = list(cohorts[0].assignment.questions.values())
    n = sum(len(question.misconceptions) for question in questions)
    passing, told = [], []
    for seed, cohort in enumerate(cohorts, 1):
        for question in questions:
            plan = _plan(cohort, question)
            for name in question.misconceptions:
                if _full_marks(cohort, question, plan, _misconception(cohort, question, name)):
                    passing.append(f"{question.id}.{name} passes (seed {seed})")
                elif cohort in few and (called := _name(cohort, question, name)) != name:
                    told.append(f"{question.id}.{name} is told as {called} (seed {seed})")
    yield Line(f"misconceptions do not pass: {n} × {len(cohorts)} seeds", tuple(passing))
    yield Line("misconceptions are told apart", tuple(told))


def _misconception(cohort: Expectations, question: Question, name: str) -> Local:
    return Local(cohort.assignment, {question.id: question.misconceptions[name].run})


def _name(cohort: Expectations, question: Question, name: str) -> str:
    """What grading says of a misconception: its own id, another's, or "none"."""
    verdict = _grade_one(cohort, question, _misconception(cohort, question, name), explaining=True)
    diagnoses = [check.diagnosis for check in verdict.checks if check.diagnosis]
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
            return cohort.observe(question, check, implementation)

        yield from (ratio for ratio, _ in _ratios(cohort, question, see))


def _margin(cohort: Expectations, question: Question, name: str) -> float:
    """How far a misconception is off on its most telling check; inf if a structure tells it."""
    ratios = _ratios(cohort, question, lambda check: cohort.wrong(question, name, check))
    missed = [ratio if ratio > 1 else float("inf") for ratio, passed in ratios if not passed]
    return max(missed, default=0.0)


def _mutation(cohorts: list[Expectations], made: dict[str, tuple[Mutant, ...]]) -> Iterator[Line]:
    """How many mutants lose points, and which of the others are recorded as equivalent."""
    content = cohorts[0].content
    path = content.course.solution(content.assignment.slug).with_suffix(".equivalents.toml")
    try:
        recorded = read(path)
    except AssignmentError as error:
        yield Line("mutants lose points", (str(error),))
        return
    every = [mutant for several in made.values() for mutant in several]
    alive: list[Mutant] = []
    with warnings.catch_warnings(action="ignore"):
        for name, several in made.items():
            question = content.assignment.questions[name]
            for cohort in cohorts:
                alive += [m for m in _survivors(cohort, question, several) if m not in alive]
    wrong = [mutant for mutant in every if mutant not in recorded]
    missed = tuple(_shown(mutant) for mutant in alive if mutant not in recorded)
    share = 1 - len(missed) / len(wrong) if wrong else 1.0
    claim = (
        f"mutants lose points: {len(wrong) - len(missed)} of {len(wrong)}, {share:.1%} "
        f"({len(every) / len(made):.0f} mutants a question)"
    )
    if share < KILLED:
        yield Line(f"{claim}, below {KILLED:.0%}", missed)
    else:
        yield Line(claim, notes=missed)
    losing = [_shown(m) for m in every if m in recorded and m not in alive]
    yield Line(
        f"mutants recorded as equivalent get full marks: {len(every) - len(wrong)}",
        (
            *(f"{text}: it loses points" for text in losing),
            *(f"{text}: no such mutant" for text in recorded.stale(every)),
        ),
    )


def _shown(mutant: Mutant) -> str:
    change = f"{mutant.operator}: {mutant.was} → {mutant.becomes}"
    return f"{mutant.question}, line {mutant.line}, {change}"


def _survivors(
    cohort: Expectations, question: Question, several: tuple[Mutant, ...]
) -> Iterator[Mutant]:
    """The mutants that get full marks."""
    plan = _plan(cohort, question)
    for mutant in several:
        local = Local(cohort.assignment, {question.id: mutant.run}, validated=True)
        if _full_marks(cohort, question, plan, local):
            yield mutant


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to find out quickly whether an implementation loses points."""

    checks: tuple[Check, ...]
    """Cheap ones first: most wrong versions are out after one."""
    seconds: float
    """CPU time for all of them, far more than a right answer needs."""


def _plan(cohort: Expectations, question: Question) -> _Plan:
    _, solution = cohort.right(question)[0]
    cost = {}
    for check in question.checks:
        started = time.process_time()
        _passes(cohort, question, check, solution)
        cost[check.id] = time.process_time() - started
    checks = sorted(question.checks, key=lambda check: cost[check.id])
    return _Plan(tuple(checks), _SECONDS + 20 * sum(cost.values()))


def _full_marks(
    cohort: Expectations, question: Question, plan: _Plan, implementation: Implementation
) -> bool:
    """Whether grading would find nothing: each check by itself, then all as grading does it."""
    try:
        with bounded(plan.seconds):
            if not all(_passes(cohort, question, check, implementation) for check in plan.checks):
                return False
            verdict = _grade_one(cohort, question, implementation)
    except TooLong:
        return False  # a timeout loses points
    return all(check.status is Status.PASSED for check in verdict.checks)


def _passes(
    cohort: Expectations, question: Question, check: Check, implementation: Implementation
) -> bool:
    """Whether a check passes, or is odd: grading then looks again."""
    seen = cohort.observe(question, check, implementation)
    return judge(check, cohort.expect(question, check), seen) in (None, "odd")
