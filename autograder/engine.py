"""Grade one submission: run every check, judge, explain. The same path serves a sandboxed notebook
and a version of our own.
"""

from __future__ import annotations

import random
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, Check, Question
from autograder.compare import Tolerance, same
from autograder.diagnosis import UNWATCHED, explain, lost, plainly
from autograder.errors import AssignmentError, SandboxError
from autograder.evidence import shown
from autograder.expectation import AGAIN, Expectations, judge, watches
from autograder.grouping import signature
from autograder.implementation import Implementation, Target
from autograder.matching import Case
from autograder.observation import Observation
from autograder.plots import Drawing
from autograder.plotting import plotted
from autograder.tracing import trace
from autograder.verdict import (
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Evidence,
    Kind,
    QuestionVerdict,
    Status,
)

_STATUS = {
    "raised": Status.ERROR,
    "timeout": Status.TIMEOUT,
    "memory": Status.ERROR,
    "died": Status.ERROR,
    "protocol": Status.ERROR,
    "missing": Status.MISSING,
    "structure": Status.FAILED,
    "too_large": Status.FAILED,
}


@dataclass(slots=True)
class _Results:
    """What one question's checks came to, by check id, and what is drawn of it."""

    state: str = "written"
    """The target's, before the first call: later ones may end all that can be asked."""
    observed: dict[str, Observation] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    """What differs, for each check that was observed and did not pass."""
    statuses: dict[str, Status] = field(default_factory=dict)
    margins: dict[str, float | None] = field(default_factory=dict)
    diagnoses: dict[str, Diagnosis] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    drawing: Drawing | None = None


Report = Callable[[tuple[QuestionVerdict, ...]], None]
"""Takes what is known after a check; what has not been judged yet is ungraded in it."""


def grade(
    expectations: Expectations,
    target: Target,
    seed: int,
    *,
    explaining: bool = True,
    after_check: Report | None = None,
    held: Mapping[str, QuestionVerdict] | None = None,
) -> tuple[QuestionVerdict, ...]:
    """Grade every question, in an order drawn from `seed`.

    Args:
        expectations: of the assignment.
        target: what to grade.
        seed: of the order.
        explaining: whether to look for the reasons of failures; a proof asks for scores alone.
        after_check: told what is known each time a check has been judged.
        held: verdicts of the same submission that still hold; their questions are not run.

    Returns:
        Verdicts in the assignment's order.

    Raises:
        SandboxError: the machine failed; nothing of this grading counts.
    """
    held = {} if held is None else held
    everything = expectations.assignment.questions
    questions = [question for name, question in everything.items() if name not in held]
    order = random.Random(seed).sample(questions, len(questions))  # noqa: S311 - no secret
    results = {question.id: _Results(target.state(question.id)) for question in order}

    def verdicts() -> tuple[QuestionVerdict, ...]:
        seconds, versions = target.seconds(), expectations.content.versions
        new = {
            q.id: replace(
                _verdict(q, results[q.id], target.place(q.id), versions[q.id]),
                seconds=seconds.get(q.id),
            )
            for q in questions
        }
        return tuple(held.get(name) or new[name] for name in everything)

    def judged() -> None:
        if after_check is not None:
            after_check(verdicts())

    # What the public checks and the plots saw is shown to the student, so they come before all
    # hidden inputs.
    for question in order:
        _run_all(expectations, question, target, results[question.id], judged, public=True)
    seen = {name: result.observed for name, result in results.items()}
    for name, drawing in plotted(expectations, target, seen).items():
        results[name].drawing = drawing
    for question in order:
        _grade(expectations, question, target, results[question.id], judged)
    if explaining:
        for question in order:
            _explain(expectations, question, target, results[question.id])
        _follow(expectations, target, results, held)
    return verdicts()


def ungraded(assignment: Assignment) -> tuple[QuestionVerdict, ...]:
    """Verdicts for a submission on which the machine failed: no points given, none taken."""
    return tuple(_verdict(q, _Results(), None) for q in assignment.questions.values())


def _run_all(
    expectations: Expectations,
    question: Question,
    target: Target,
    results: _Results,
    judged: Callable[[], None],
    *,
    public: bool,
) -> None:
    """Run the public or the hidden checks of a question, if there is anything to check."""
    if results.state != "written":
        return
    target.begin(question.id)
    for check in question.checks:
        if (check.kind is Kind.PUBLIC) == public:
            _run(expectations, question, check, target, results)
            judged()


def _grade(
    expectations: Expectations,
    question: Question,
    target: Target,
    results: _Results,
    judged: Callable[[], None],
) -> None:
    """Run a question's hidden checks."""
    if results.state == "written":
        _run_all(expectations, question, target, results, judged, public=False)
        _repeat(expectations, question, target, results)
    else:
        status = Status.MISSING if results.state == "missing" else Status.NOT_ATTEMPTED
        for check in question.checks:
            results.statuses[check.id] = status
            results.diagnoses[check.id] = lost(question, results.state, target.place(question.id))
    judged()
    checks = {check.id: check for check in question.checks}
    for example in question.examples:
        if example.id in results.observed:
            expected = expectations.expect(question, checks[example.id]).observation
            results.evidence[example.id] = shown(example, results.observed[example.id], expected)


def _explain(
    expectations: Expectations, question: Question, target: Target, results: _Results
) -> None:
    """Say of each check of a question that did not pass why."""
    if not results.found:
        return
    target.begin(question.id)
    cells = {name: target.place(name) for name in expectations.assignment.questions}
    case = _case(expectations, question, target, results)
    results.diagnoses |= plainly(case, cells)
    with _at_our_cost(question):
        results.diagnoses |= explain(case, results.diagnoses)
    for check in filter(watches, question.checks):
        if results.found.get(check.id) == UNWATCHED:
            results.diagnoses[check.id] = results.diagnoses[str(check.repeats)]


@contextmanager
def _at_our_cost(question: Question) -> Iterator[None]:
    """Go on after a failure of ours: it costs nobody their grade, only the reason for a failure."""
    try:
        yield
    except SandboxError:
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        text = f"{question.id}: no reason found for a failure ({type(error).__name__} at {place})"
        warnings.warn(f"{text}; please report this", RuntimeWarning, stacklevel=3)


def _follow(
    expectations: Expectations,
    target: Target,
    results: Mapping[str, _Results],
    held: Mapping[str, QuestionVerdict],
) -> None:
    """Where a function calls another that holds a misconception, see whether that explains it."""
    diagnoses = [
        *((name, told) for name, result in results.items() for told in result.diagnoses.values()),
        *((name, check.diagnosis) for name, verdict in held.items() for check in verdict.checks),
    ]
    named = {
        name: told.id
        for name, told in diagnoses
        if told and told.kind is DiagnosisKind.MISCONCEPTION and "+" not in told.id
    }
    for name, result in results.items():
        origins = {origin: told for origin, told in named.items() if target.calls(name, origin)}
        if not result.found or not origins:
            continue
        question = expectations.assignment.questions[name]
        target.begin(name)
        with _at_our_cost(question):
            result.diagnoses |= trace(_case(expectations, question, target, result), origins)


def _case(
    expectations: Expectations, question: Question, target: Target, results: _Results
) -> Case:
    def again(check: Check, turn: int) -> Observation:
        return expectations.observe(question, check, target, turn)

    return Case(expectations, question, results.found, results.observed, again)


def _run(
    expectations: Expectations, question: Question, check: Check, target: Target, results: _Results
) -> None:
    try:
        expected = expectations.expect(question, check)
    except AssignmentError:
        # Our check is at fault, for everyone; the command line has said so.
        results.statuses[check.id] = Status.UNGRADED
        return
    if watches(check):
        watched = str(check.repeats)
        if results.statuses.get(watched) is not Status.PASSED:
            results.statuses[check.id] = results.statuses.get(watched, Status.UNGRADED)
            if watched in results.found:
                results.found[check.id] = UNWATCHED
                results.observed[check.id] = results.observed[watched]
            elif watched in results.diagnoses:
                results.diagnoses[check.id] = results.diagnoses[watched]
            return
        passed = [
            results.observed[other.id]
            for other in question.checks
            if other.kind is Kind.VALUE and results.statuses.get(other.id) is Status.PASSED
        ]
        effects = tuple(effect for each in passed for effect in each.effects)
        observed = replace(results.observed[watched], effects=effects)
    elif target.spent():
        results.statuses[check.id] = Status.TIMEOUT
        results.diagnoses[check.id] = lost(question, "timeout")
        return
    else:
        observed = expectations.observe(question, check, target)
    results.observed[check.id] = observed
    judged = judge(check, expected, observed)
    if judged.found == "odd":
        larger = expectations.observe(question, check, target, AGAIN)
        judged = judge(check, expectations.expect(question, check, AGAIN), larger)
    results.statuses[check.id] = Status.PASSED if judged.found is None else _status(observed)
    results.margins[check.id] = judged.margin
    if judged.found is not None:
        results.found[check.id] = judged.found


def _repeat(
    expectations: Expectations, question: Question, target: Target, results: _Results
) -> None:
    """A function that answers differently when asked again does not pass its first value check,
    nor what is looked at only once that passes.
    """
    first = next(check for check in question.checks if check.kind is Kind.VALUE)
    timed_out = Status.TIMEOUT in results.statuses.values()
    if results.statuses.get(first.id) not in (Status.PASSED, Status.FAILED) or timed_out:
        return  # nothing is tried again after a timeout
    again = expectations.observe(question, first, target)
    if not same(results.observed[first.id], again, Tolerance.default(first.dtype)):
        results.statuses[first.id] = Status.FAILED
        results.found[first.id] = "nondeterministic"
        results.margins[first.id] = None
        for check in filter(watches, question.checks):
            results.statuses[check.id] = Status.FAILED
            results.found[check.id] = UNWATCHED


def _status(observed: Observation) -> Status:
    if observed.end is None:
        return Status.FAILED
    if observed.end.detail[:1] == ("builtins.NotImplementedError",):
        return Status.NOT_ATTEMPTED
    return _STATUS[observed.end.reason]


def _verdict(
    question: Question, results: _Results, cell: int | None, version: str = ""
) -> QuestionVerdict:
    shares = question.points_by_check()
    statuses = {c.id: results.statuses.get(c.id, Status.UNGRADED) for c in question.checks}
    checks = []
    line = None
    for check in question.checks:
        status = statuses[check.id]
        observed = results.observed.get(check.id)
        if line is None and status is Status.ERROR and observed and observed.end:
            line = observed.end.line if observed.end.cell == cell else None
        points: int | None = shares[check.id] if status is Status.PASSED else 0
        checks.append(
            CheckVerdict(
                id=check.id,
                kind=check.kind,
                visibility=check.visibility,
                sentence=check.sentence,
                status=status,
                points=None if status is Status.UNGRADED else points,
                max_points=shares[check.id],
                diagnosis=results.diagnoses.get(check.id) if status is not Status.PASSED else None,
                evidence=results.evidence.get(check.id),
                margin=results.margins.get(check.id),
            )
        )
    return QuestionVerdict(
        question.id,
        question.title,
        100 * question.points,
        tuple(checks),
        cell,
        line,
        signature(question, statuses, results.observed),
        version,
        plot=results.drawing.text() if results.drawing else None,
    )


class Trusted:
    """A version of our own as a grading target: for validation."""

    def __init__(self, implementation: Implementation, question: str) -> None:
        self._implementation = implementation
        self._question = question

    def call(self, call: Any, callbacks: Any) -> Any:
        """As the implementation answers."""
        return self._implementation.call(call, callbacks)

    def state(self, question: str) -> str:
        """Written, for the one question it answers."""
        return "written" if question == self._question else "missing"

    def place(self, question: str) -> int | None:
        """Nowhere: it has no notebook."""
        return None

    def calls(self, question: str, other: str) -> bool:
        """Never: it answers one question."""
        return False

    def begin(self, question: str) -> None:
        """No limits apply."""

    def spent(self) -> bool:
        """Never."""
        return False

    def aside(self) -> AbstractContextManager[bool]:
        """Nothing is drawn of it."""
        return nullcontext(enter_result=False)

    def seconds(self) -> Mapping[str, float]:
        """Nothing is counted."""
        return {}
