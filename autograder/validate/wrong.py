"""What must hold of wrong answers: all lose points, and misconceptions are told by their names."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder.assignment import Check, Question
from autograder.errors import AssignmentError
from autograder.expectation import Expectations, judge
from autograder.implementation import Implementation, Local
from autograder.mutants import Mutant
from autograder.mutants.bounds import TooLong, bounded
from autograder.mutants.equivalents import read
from autograder.observation import Observation
from autograder.validate.line import Line
from autograder.validate.right import grade_one
from autograder.verdict import DiagnosisKind, Kind, Status

KILLED = 0.99
"""The least share of mutants, those recorded as equivalent left aside, that must lose points."""
_SECONDS = 2.0
"""CPU time that any version has, beside a multiple of what the solution takes."""


def misconceptions(cohorts: list[Expectations], few: list[Expectations]) -> Iterator[Line]:
    """No misconception gets full marks under any seed; each is told by its name under a few,
    for which a diagnosis is confirmed by a second draw of its own anyway.
    """
    questions = list(cohorts[0].assignment.questions.values())
    n = sum(len(question.misconceptions) for question in questions)
    first = cohorts[0]
    mute = tuple(
        f"{question.id}.{name} raises wherever it is asked ({seen.end.message})"
        for question in questions
        for name in question.misconceptions
        for seen in [_answer(first, question, name)]
        if seen is not None and seen.end is not None
    )
    yield Line("misconceptions answer", mute)
    passing, told = [], []
    for seed, cohort in enumerate(cohorts, 1):
        for question in questions:
            plan = _plan(cohort, question)
            for name in question.misconceptions:
                if _loses_nothing(cohort, question, plan, _misconception(cohort, question, name)):
                    passing.append(f"{question.id}.{name} passes (seed {seed})")
                elif cohort in few and (called := _name(cohort, question, name)) != name:
                    told.append(f"{question.id}.{name} is told as {called} (seed {seed})")
    yield Line(f"misconceptions do not pass: {n} × {len(cohorts)} seeds", tuple(passing))
    yield Line("misconceptions are told apart", tuple(told))


def _answer(cohort: Expectations, question: Question, name: str) -> Observation | None:
    """Its observation of the last value check if none of them came to an answer."""
    checks = [check for check in question.checks if check.kind in (Kind.PUBLIC, Kind.VALUE)]
    seen = [cohort.wrong(question, name, check) for check in checks]
    raised = all(one.end is not None and one.end.reason == "raised" for one in seen)
    return seen[-1] if raised else None


def _misconception(cohort: Expectations, question: Question, name: str) -> Local:
    return Local(cohort.assignment, {question.id: question.misconceptions[name].run})


def _name(cohort: Expectations, question: Question, name: str) -> str:
    """What grading says of a misconception: its own id, another's, or "none"."""
    verdict = grade_one(cohort, question, _misconception(cohort, question, name), explaining=True)
    diagnoses = [check.diagnosis for check in verdict.checks if check.diagnosis]
    told = {d.id for d in diagnoses if d.kind is DiagnosisKind.MISCONCEPTION}
    return "+".join(sorted(told)) or "none"


def mutation(cohorts: list[Expectations], made: Mapping[str, tuple[Mutant, ...]]) -> Iterator[Line]:
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
        if _loses_nothing(cohort, question, plan, local):
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


def _loses_nothing(
    cohort: Expectations, question: Question, plan: _Plan, implementation: Implementation
) -> bool:
    """Whether grading would find nothing: each check by itself, then all as grading does it."""
    try:
        with bounded(plan.seconds):
            if not all(_passes(cohort, question, check, implementation) for check in plan.checks):
                return False
            verdict = grade_one(cohort, question, implementation)
    except TooLong:
        return False  # a timeout loses points
    return all(check.status is Status.PASSED for check in verdict.checks)


def _passes(
    cohort: Expectations, question: Question, check: Check, implementation: Implementation
) -> bool:
    """Whether a check passes, or is odd: grading then looks again."""
    seen = cohort.observe(question, check, implementation)
    return judge(check, cohort.expect(question, check), seen).found in (None, "odd")
