"""From a gradebook to what a report says of an assignment, as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from autograder.feedback import words
from autograder.gradebook import Gradebook
from autograder.people import Person
from autograder.submission import Cell
from autograder.verdict import Attempt, DiagnosisKind, Outcome, QuestionVerdict, Status

from . import statistics, told
from .code import Body, body
from .similarity import Bodies, Pair, similar
from .statistics import Bin, Estimate, Spread


@dataclass(frozen=True, slots=True)
class Question:
    """One question, over all who have a verdict on it."""

    id: str
    title: str
    max_points: int
    answers: int
    share: float | None
    """Difficulty: the mean share of its points, 0 to 1; None while nobody is graded."""
    full: int
    not_started: int
    stopped: int
    """Answers that raised an error or took too long somewhere."""
    follows: int
    """Answers that lost points only by what follows from another question."""
    discrimination: Estimate | None
    always: tuple[str, ...]
    """Checks that everyone passed."""
    never: tuple[str, ...]
    """Checks that nobody passed."""


@dataclass(frozen=True, slots=True)
class NotGraded:
    """A submission without a score of its own making, and what to do about it."""

    student: str
    outcome: Outcome
    matter: str
    fix: str


@dataclass(frozen=True, slots=True)
class Section:
    """The scores of one section of the course, in points."""

    name: str
    students: int
    spread: Spread
    mean: Estimate | None


@dataclass(frozen=True, slots=True)
class Similar:
    """A pair whose code is alike, and what else is known of the two."""

    pair: Pair
    apart: float | None
    """Minutes between the two hand-ins; None if nobody says."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One assignment."""

    slug: str
    title: str
    handed_in: int
    graded: int
    max_points: int
    spread: Spread | None
    """Of the scores, in points."""
    bins: tuple[Bin, ...]
    alpha: Estimate | None
    complete: int
    """Submissions that alpha and the discriminations rest on."""
    questions: tuple[Question, ...]
    lost: told.Lost
    misconceptions: tuple[told.Misconception, ...]
    groups: tuple[told.Alike, ...]
    alone: int
    """Answers with no name that are like no other."""
    not_graded: tuple[NotGraded, ...]
    sections: tuple[Section, ...]
    similar: tuple[Similar, ...]
    seconds: Spread | None
    """CPU seconds of a graded submission."""
    slowest: tuple[str, float]
    isolation: tuple[str, ...]
    versions: tuple[str, ...]
    graded_at: tuple[datetime, datetime] | None
    """When the first and the last of these attempts were recorded, UTC."""

    def of_outcome(self, outcome: Outcome) -> tuple[NotGraded, ...]:
        """Those not graded for one reason."""
        return tuple(each for each in self.not_graded if each.outcome is outcome)


def gather(book: Gradebook, slug: str, title: str) -> Facts:
    """Everything the report says of one assignment; each student counts by their latest attempt."""
    latest = dict(book.latest(slug))
    attempts = list(latest.values())
    graded = [attempt for attempt in attempts if attempt.outcome is Outcome.GRADED]
    scores = [attempt.points / 100 for attempt in graded if attempt.points is not None]
    max_points = max((attempt.max_points for attempt in attempts), default=0)
    bodies = {a.student: _bodies(a, book.cells(number)) for number, a in latest.items()}
    groups, alone = told.alike(book, slug, latest)
    questions, complete, alpha = _questions(attempts)
    seconds = [attempt.seconds for attempt in graded]
    slowest = max(graded, key=lambda attempt: attempt.seconds, default=None)
    stamps = [book.stamp(number)[0] for number in latest]
    return Facts(
        slug=slug,
        title=title,
        handed_in=len(attempts),
        graded=len(graded),
        max_points=max_points,
        spread=statistics.spread(scores),
        bins=statistics.histogram(scores, max_points / 100) if max_points else (),
        alpha=alpha,
        complete=complete,
        questions=questions,
        lost=told.lost(attempts),
        misconceptions=told.misconceptions(attempts, bodies),
        groups=groups,
        alone=alone,
        not_graded=tuple(_not_graded(a) for a in attempts if a.outcome is not Outcome.GRADED),
        sections=_sections(graded, book.people()),
        similar=_similar(attempts, {s: b for s, b in bodies.items() if b}),
        seconds=statistics.spread(seconds),
        slowest=("", 0.0) if slowest is None else (slowest.student, slowest.seconds),
        isolation=tuple(sorted({attempt.isolation for attempt in graded})),
        versions=tuple(sorted({attempt.checks_version for attempt in attempts})),
        graded_at=(min(stamps), max(stamps)) if stamps else None,
    )


def strays(book: Gradebook) -> tuple[NotGraded, ...]:
    """The files of no assignment of the course."""
    return tuple(_not_graded(attempt) for _, attempt in book.latest(None))


def _not_graded(attempt: Attempt) -> NotGraded:
    if attempt.outcome is Outcome.UNGRADED:
        matter, _, fix = attempt.message.partition("; ")
        matter = matter or "a check could not be run"
        fix = fix or "run the same command again; only these are graded then"
    else:
        matter, fix = words.matter_and_fix(attempt.message)
    return NotGraded(attempt.student, attempt.outcome, matter, fix)


def _bodies(attempt: Attempt, cells: Sequence[Cell]) -> dict[str, Body]:
    """What a student wrote for each question; stubs are left out."""
    found = {}
    for question in attempt.questions:
        if question.cell is None or question.cell >= len(cells) or not _started(question):
            continue
        written = body(cells[question.cell].source, question.id)
        if written is not None:
            found[question.id] = written
    return found


def _started(question: QuestionVerdict) -> bool:
    left = (Status.NOT_ATTEMPTED, Status.MISSING)
    return any(check.status not in left for check in question.checks)


def _questions(attempts: Sequence[Attempt]) -> tuple[tuple[Question, ...], int, Estimate | None]:
    """The questions, on how many complete submissions their statistics rest, and alpha."""
    answers: dict[str, list[QuestionVerdict]] = defaultdict(list)
    for attempt in attempts:
        for question in attempt.questions:
            answers[question.id].append(question)
    rows = []
    for attempt in attempts:
        points = {question.id: question.points for question in attempt.questions}
        row = [points.get(name) for name in answers]
        if attempt.outcome is Outcome.GRADED and None not in row:
            rows.append(row)
    matrix = np.array(rows, float).reshape(len(rows), len(answers)) / 100
    discriminations = statistics.item_rest(matrix) if len(answers) > 1 else [None] * len(answers)
    return (
        tuple(_question(a, r) for a, r in zip(answers.values(), discriminations, strict=True)),
        len(rows),
        statistics.alpha(matrix),
    )


def _question(answers: Sequence[QuestionVerdict], discrimination: Estimate | None) -> Question:
    newest = answers[-1]
    judged = [answer for answer in answers if answer.points is not None]
    shares = [(a.points or 0) / a.max_points for a in judged if a.max_points]
    passed: dict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        for check in answer.checks:
            if check.status is not Status.UNGRADED:
                passed[check.id].append(check.status is Status.PASSED)
    return Question(
        id=newest.id,
        title=newest.title,
        max_points=newest.max_points,
        answers=len(judged),
        share=float(np.mean(shares)) if shares else None,
        full=sum(a.points is not None and a.points >= a.max_points for a in judged),
        not_started=sum(not _started(answer) for answer in answers),
        stopped=sum(
            any(check.status in (Status.ERROR, Status.TIMEOUT) for check in answer.checks)
            for answer in answers
        ),
        follows=sum(_follows(answer) for answer in answers),
        discrimination=discrimination,
        always=tuple(check for check, all_passed in passed.items() if all(all_passed)),
        never=tuple(check for check, all_passed in passed.items() if not any(all_passed)),
    )


def _follows(answer: QuestionVerdict) -> bool:
    kinds = {check.diagnosis.kind for check in answer.checks if check.diagnosis is not None}
    return kinds == {DiagnosisKind.CAUSE}


def _sections(graded: Sequence[Attempt], people: Mapping[str, Person]) -> tuple[Section, ...]:
    """The sections that have a score; nothing to compare if there is only one."""
    scores: dict[str, list[float]] = defaultdict(list)
    for attempt in graded:
        person = people.get(attempt.student)
        if attempt.points is not None:
            scores[person.section if person else ""].append(attempt.points / 100)
    if len(scores.keys() - {""}) < 2:
        return ()
    return tuple(
        Section(name or "no section", len(of), spread, statistics.mean(of))
        for name, of in sorted(scores.items(), key=lambda each: (not each[0], each[0]))
        if (spread := statistics.spread(of)) is not None
    )


def _similar(attempts: Sequence[Attempt], bodies: Bodies) -> tuple[Similar, ...]:
    handed_in = {attempt.student: attempt.submitted_at for attempt in attempts}
    found = []
    for pair in similar(bodies):
        one, other = (handed_in[student] for student in pair.students)
        apart = abs((one - other).total_seconds()) / 60 if one and other else None
        found.append(Similar(pair, apart))
    return tuple(found)
