"""When each student's work is due: as everybody's, as their section's, or by an extension.

Extensions are a CSV with the heading `student,assignment,due` or `student,assignment,days`, or both
columns with one of them filled in, and `why` for the teaching team, which no page shows. A student
is named as in the gradebook, by e-mail or by the school's number; days are of the calendar, after
the due time of their section. An extension never makes work due earlier.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.errors import AssignmentError
from autograder.people import Person

from . import keys
from .clock import days_after, moment, oddity, passed
from .lateness import Due
from .rules import AssignmentRules, Rules

_COLUMNS = ("student", "assignment", "due", "days", "why")
_MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class Dues:
    """When each student's work is due."""

    zone: ZoneInfo
    """The course's."""
    extensions: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """By student and assignment."""
    notes: tuple[str, ...] = ()
    """What names nobody, and so changes nothing."""

    def of(self, person: Person, rules: AssignmentRules) -> Due:
        """When an assignment is due for somebody."""
        extended = self.extensions.get((person.student, rules.slug))
        usual = _usually(person, rules)
        return Due(self.zone, extended or usual, rules.grace, extended is not None)


def read_dues(rules: Rules, people: Sequence[Person]) -> Dues:
    """Read the extensions, if the course has any, and look up whom they and the sections name.

    Args:
        rules: the course's.
        people: everybody in it.

    Raises:
        AssignmentError: the file can't be read, or a row says what can't be.
    """
    sections = sorted({person.section for person in people} - {""})
    notes = [
        f"{rules.file} [assignments.{assignment.slug}.sections.{section}]: nobody is in it; "
        f"{keys.meant(section, sections)}"
        for assignment in rules.assignments
        for section in assignment.sections
        if people and section not in sections
    ]
    if rules.extensions is None:
        return Dues(rules.zone, notes=tuple(notes))
    assignments = {assignment.slug: assignment for assignment in rules.assignments}
    extensions: dict[tuple[str, str], datetime] = {}
    for line, row in _rows(rules.extensions):
        place = f"{rules.extensions}, line {line}"
        if row["assignment"] not in assignments:
            hint = keys.meant(row["assignment"], assignments)
            raise AssignmentError(f"{place}: there is no assignment {row['assignment']!r}; {hint}")
        assignment = assignments[row["assignment"]]
        matched = list(_called(row["student"], people))
        if len(matched) != 1:
            who = "nobody is" if not matched else f"{len(matched)} students are"
            notes.append(
                f"{place}: {who} called {row['student']!r}, so it holds for nobody; mend it"
            )
            continue
        key = matched[0].student, assignment.slug
        if key in extensions:
            raise AssignmentError(f"{place}: {key[0]} has an extension already; keep one row")
        usual = _usually(matched[0], assignment)
        if usual is None:
            raise AssignmentError(f"{place}: {assignment.slug} has no due time; take the row out")
        try:
            extended, odd = _extended(row, usual, rules)
        except ValueError as error:
            raise AssignmentError(f"{place}: {error}") from None
        if odd:
            notes.append(f"{place}: {odd}")
        if passed(usual, 0, extended) > timedelta():
            extensions[key] = extended
        else:
            notes.append(f"{place}: is no later than the work is due anyway; take the row out")
    return Dues(rules.zone, extensions, tuple(notes))


def _usually(person: Person, rules: AssignmentRules) -> datetime | None:
    return rules.sections.get(person.section, rules.due)


def _called(label: str, people: Iterable[Person]) -> Iterator[Person]:
    """Everybody whom a label exactly names."""
    for person in people:
        names = person.student, person.email, person.id
        if _folded(label) in {_folded(name) for name in names if name}:
            yield person


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _extended(row: Mapping[str, str], usual: datetime, rules: Rules) -> tuple[datetime, str]:
    """Until when a row extends, and what is odd about that time.

    Raises:
        ValueError: it doesn't say.
    """
    if bool(row["due"]) == bool(row["days"]):
        raise ValueError("write either due or days")
    if row["days"]:
        if not row["days"].isdecimal() or int(row["days"]) > _MOST_DAYS:
            raise ValueError(f"days is {row['days']!r}; write a whole number up to {_MOST_DAYS}")
        return days_after(usual, int(row["days"])), ""
    wanted = f"due is {row['due']!r}; write date and time, such as 2026-10-14 23:59"
    if ":" not in row["due"]:  # midnight is hardly what a date alone means
        raise ValueError(wanted)
    try:
        when = keys.moment(datetime.fromisoformat(row["due"]))
    except ValueError:
        raise ValueError(wanted) from None
    return moment(when, rules.zone), oddity(when, rules.zone)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cell by column) of each row that holds anything."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        fix = "restore it, or take extensions out of course.toml"
        raise AssignmentError(f"{path} can't be read ({error.strerror}); {fix}") from None
    except UnicodeDecodeError:
        raise AssignmentError(f"{path} is not UTF-8; save it as CSV UTF-8") from None
    head = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True
    )
    try:
        columns = [cell.strip().lower() for cell in next(reader, [])]
        _check(path, columns)
        for row in reader:
            if len(row) > len(columns):
                raise AssignmentError(
                    f"{path}, line {reader.line_num}: has more cells than the heading; put a text "
                    "with commas in quotes"
                )
            cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False)}
            if any(cells.values()):
                yield reader.line_num, dict.fromkeys(_COLUMNS, "") | cells
    except csv.Error as error:
        raise AssignmentError(f"{path}, line {reader.line_num}: {error}; mend the quotes") from None


def _check(path: Path, columns: Sequence[str]) -> None:
    """The heading names who, which assignment, and until when or for how long."""
    for column in columns:
        if column not in _COLUMNS or columns.count(column) > 1:
            raise AssignmentError(
                f"{path}: the heading has {column!r}; {keys.meant(column, _COLUMNS)}"
            )
    if not {"student", "assignment"} <= {*columns} or not {"due", "days"} & {*columns}:
        raise AssignmentError(
            f"{path}: a column is missing; begin it with student,assignment,due or "
            "student,assignment,days"
        )
