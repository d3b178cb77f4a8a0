"""From a gradebook to what a report says of an assignment, as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.feedback import words
from autograder.gradebook import Gradebook
from autograder.people import Person
from autograder.policy import Final
from autograder.submission import Cell
from autograder.verdict import Attempt, Outcome

from . import items, statistics, told
from .code import Body, body
from .grades import ByPolicy, by_policy
from .items import Question
from .names import names, with_login
from .near import Margins, margins
from .similarity import Bodies, Pair, similar
from .statistics import Bin, Estimate, Spread


@dataclass(frozen=True, slots=True)
class NotGraded:
    """A submission without a score of its own making, and what to do about it."""

    student: str
    name: str
    """What the report calls them."""
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
    names: Mapping[str, str]
    """What the report calls each student."""
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
    margins: Margins
    by_policy: ByPolicy | None
    """None where the course has no policy, or no grade is known."""
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

    def called(self, students: Iterable[str]) -> str:
        """Their names in a row; semicolons, since a name may be `Lovelace, Ada`."""
        return "; ".join(sorted((self.names[s] for s in students), key=str.casefold))

    def named(self, student: str) -> str:
        """Name and login, for who is to be looked up."""
        return with_login(self.names[student], student)


def gather(book: Gradebook, slug: str, title: str, finals: Iterable[Final] = ()) -> Facts:
    """Everything the report says of one assignment; each student counts by their latest attempt.

    Args:
        book: where the attempts are.
        slug: the assignment.
        title: what the course calls it.
        finals: everybody's grade on it; none where the course has no policy.
    """
    latest, people = dict(book.latest(slug)), book.people()
    attempts = list(latest.values())
    called = names((attempt.student for attempt in attempts), people)
    graded = [attempt for attempt in attempts if attempt.outcome is Outcome.GRADED]
    scores = [attempt.points / 100 for attempt in graded if attempt.points is not None]
    max_points = max((attempt.max_points for attempt in attempts), default=0)
    bodies = {a.student: _bodies(a, book.cells(number)) for number, a in latest.items()}
    groups, alone = told.alike(book, slug, latest)
    questions, complete, alpha = items.questions(attempts)
    seconds = [attempt.seconds for attempt in graded]
    slowest = max(graded, key=lambda attempt: attempt.seconds, default=None)
    stamps = [book.stamp(number)[0] for number in latest]
    return Facts(
        slug=slug,
        title=title,
        names=called,
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
        margins=margins(attempts),
        by_policy=by_policy(finals),
        not_graded=_not_graded(
            [attempt for attempt in attempts if attempt.outcome is not Outcome.GRADED], called
        ),
        sections=_sections(graded, people),
        similar=_similar(attempts, {s: b for s, b in bodies.items() if b}),
        seconds=statistics.spread(seconds),
        slowest=("", 0.0) if slowest is None else (slowest.student, slowest.seconds),
        isolation=tuple(sorted({attempt.isolation for attempt in graded})),
        versions=tuple(sorted({attempt.checks_version for attempt in attempts})),
        graded_at=(min(stamps), max(stamps)) if stamps else None,
    )


def strays(book: Gradebook) -> tuple[NotGraded, ...]:
    """The files of no assignment of the course."""
    attempts = [attempt for _, attempt in book.latest(None)]
    return _not_graded(attempts, names((a.student for a in attempts), book.people()))


def _not_graded(attempts: Sequence[Attempt], called: Mapping[str, str]) -> tuple[NotGraded, ...]:
    return tuple(
        NotGraded(a.student, called[a.student], a.outcome, *_matter_and_fix(a)) for a in attempts
    )


def _matter_and_fix(attempt: Attempt) -> tuple[str, str]:
    if attempt.outcome is not Outcome.UNGRADED:
        return words.matter_and_fix(attempt.message)
    matter, _, fix = attempt.message.partition("; ")
    return (
        matter or "a check could not be run",
        fix or "run the same command again; only these are graded then",
    )


def _bodies(attempt: Attempt, cells: Sequence[Cell]) -> dict[str, Body]:
    """What a student wrote for each question; stubs are left out."""
    found = {}
    for question in attempt.questions:
        if question.cell is None or question.cell >= len(cells) or not items.started(question):
            continue
        if question.answer is not None:
            continue
        written = body(cells[question.cell].source, question.id)
        if written is not None:
            found[question.id] = written
    return found


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
