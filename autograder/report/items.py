"""The questions of an assignment over all who have a verdict on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.verdict import Attempt, DiagnosisKind, Outcome, QuestionVerdict, Status

from . import statistics
from .statistics import Estimate


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
    waits: int
    """Answers in words that nobody has marked yet."""
    discrimination: Estimate | None
    always: tuple[str, ...]
    """Checks that everyone passed."""
    never: tuple[str, ...]
    """Checks that nobody passed."""
    seconds: float | None
    """CPU time of one submission's calls, the median; None where nobody counted."""
    slowest: tuple[str, float]
    """Whose took longest, and how many seconds."""


def questions(attempts: Sequence[Attempt]) -> tuple[tuple[Question, ...], int, Estimate | None]:
    """The questions, on how many complete submissions their statistics rest, and alpha.

    A question on which nobody has points yet is left out of the statistics: its answers wait to
    be marked, and the others need not wait for that.
    """
    answers: dict[str, list[tuple[str, QuestionVerdict]]] = defaultdict(list)
    for attempt in attempts:
        for question in attempt.questions:
            answers[question.id].append((attempt.student, question))
    known = [name for name, of in answers.items() if any(q.points is not None for _, q in of)]
    rows = []
    for attempt in attempts:
        points = {question.id: question.points for question in attempt.questions}
        row = [points.get(name) for name in known]
        if attempt.outcome is Outcome.GRADED and None not in row:
            rows.append(row)
    matrix = np.array(rows, float).reshape(len(rows), len(known)) / 100
    found = statistics.item_rest(matrix) if len(known) > 1 else [None] * len(known)
    discriminations = dict(zip(known, found, strict=True))
    return (
        tuple(_question(of, discriminations.get(name)) for name, of in answers.items()),
        len(rows),
        statistics.alpha(matrix),
    )


def started(question: QuestionVerdict) -> bool:
    """Whether there is an answer, be it in code or in words."""
    left = (Status.NOT_ATTEMPTED, Status.MISSING)
    return bool(question.answer) or any(check.status not in left for check in question.checks)


def _question(
    by_student: Sequence[tuple[str, QuestionVerdict]], discrimination: Estimate | None
) -> Question:
    answers = [answer for _, answer in by_student]
    newest = answers[-1]
    judged = [answer for answer in answers if answer.points is not None]
    shares = [(a.points or 0) / a.max_points for a in judged if a.max_points]
    passed: dict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        for check in answer.checks:
            if check.status is not Status.UNGRADED:
                passed[check.id].append(check.status is Status.PASSED)
    times = [(who, answer.seconds) for who, answer in by_student if answer.seconds is not None]
    return Question(
        id=newest.id,
        title=newest.title,
        max_points=newest.max_points,
        answers=len(judged),
        share=float(np.mean(shares)) if shares else None,
        full=sum(a.points is not None and a.points >= a.max_points for a in judged),
        not_started=sum(not started(answer) for answer in answers),
        stopped=sum(
            any(check.status in (Status.ERROR, Status.TIMEOUT) for check in answer.checks)
            for answer in answers
        ),
        follows=sum(_follows(answer) for answer in answers),
        waits=sum(answer.waits for answer in answers),
        discrimination=discrimination,
        always=tuple(check for check, all_passed in passed.items() if all(all_passed)),
        never=tuple(check for check, all_passed in passed.items() if not any(all_passed)),
        seconds=float(np.median([seconds for _, seconds in times])) if times else None,
        slowest=max(times, key=lambda each: each[1], default=("", 0.0)),
    )


def _follows(answer: QuestionVerdict) -> bool:
    kinds = {check.diagnosis.kind for check in answer.checks if check.diagnosis is not None}
    return kinds == {DiagnosisKind.CAUSE}
