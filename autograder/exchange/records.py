"""What every export is made of and what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.people import Person
from autograder.policy import Final
from autograder.verdict import Attempt, Outcome, QuestionVerdict


@dataclass(frozen=True, slots=True)
class Record:
    """One student's latest attempt."""

    attempt: Attempt
    person: Person
    number: int
    """Which of the student's attempts it is, from 1."""
    graded_at: datetime
    page: Path
    """The feedback page; it exists where an export sends pages."""
    final: Final | None = None
    """What the points have come to by the course's policy; None where there is none."""

    @property
    def points(self) -> int | None:
        """The grade, hundredths; None while it isn't known."""
        return self.attempt.points if self.final is None else self.final.points

    @property
    def possible(self) -> int:
        """The most that there is without bonus, hundredths."""
        return self.attempt.max_points if self.final is None else self.final.possible

    @property
    def name(self) -> str:
        """As people write it, if anybody has said."""
        return self.person.name or self.attempt.student


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of one assignment, a record a student."""

    assignment: str
    column: str
    """What the platform calls the assignment."""
    records: tuple[Record, ...]

    @property
    def max_points(self) -> int:
        """Hundredths."""
        return max((record.possible for record in self.records), default=0)


@dataclass(frozen=True, slots=True)
class File:
    """A file to write."""

    name: str
    """Below the destination, with / between folders."""
    data: bytes
    students: int
    """How many are in it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A student who is not in a file."""

    file: str
    student: str
    why: str
    """The reason and the fix."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an export comes to; files without a student in them are not among its files."""

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...] = ()


def status(attempt: Attempt) -> Outcome:
    """What has no score is ungraded, whatever else is known of it."""
    return Outcome.UNGRADED if attempt.points is None else attempt.outcome


def questions(attempt: Attempt) -> Iterator[QuestionVerdict]:
    """The questions that count: none of an unreadable submission."""
    return iter(() if attempt.outcome is Outcome.UNREADABLE else attempt.questions)


def identified(
    records: Sequence[Record], key: Callable[[Record], str], *, file: str, lacking: str
) -> tuple[list[Record], list[LeftOut]]:
    """Those whom a file can name, and the others: a platform must not mistake one for another.

    Args:
        records: everyone.
        key: what the platform tells a student by; "" if that isn't known.
        file: the file's name.
        lacking: the reason and the fix for those without a key.
    """
    keys = [key(record) for record in records]
    times = Counter(keys)
    named, left_out = [], []
    for record, mine in zip(records, keys, strict=True):
        student = record.attempt.student
        if not mine:
            left_out.append(LeftOut(file, student, lacking))
        elif times[mine] > 1:
            why = f"another student has {mine}, too; mend it in the roster, then {GRADE_AGAIN}"
            left_out.append(LeftOut(file, student, why))
        else:
            named.append(record)
    return named, left_out


GRADE_AGAIN = "run autograder grade again with --roster FILE"
