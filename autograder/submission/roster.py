"""The class list: who is in the course, and which of them a submission is of.

A CSV with a heading: the course's own, or as the platforms export it (Canvas's gradebook, Moodle's
grading worksheet or participants, Gradescope's roster). People are told by what identifies them,
exactly; a name that two have, or that is only similar, tells nobody.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.people import Person

from .sources import OnDisk

_HEADINGS = {
    "student": ("student",),
    "name": ("name", "full name", "student name"),
    "first": ("first name", "firstname", "given name"),
    "last": ("last name", "lastname", "surname", "family name"),
    "email": ("email", "e mail", "email address", "mail"),
    "id": ("id", "sid", "student id", "id number", "student number", "sis user id", "sis id"),
    "login": ("login", "username", "user name", "login id", "sis login id", "netid", "net id"),
    "section": ("section", "sections", "section name"),
    "group": ("group", "groups", "group name", "team"),
    "canvas_id": ("canvas id", "canvas user id"),
    "moodle_id": ("identifier", "moodle id"),
}
_FIELD = {heading: field for field, names in _HEADINGS.items() for heading in names}
_TELLING = ("student", "login", "email", "id", "name", "canvas_id")
"""What a person can be called by, the first that there is."""
_EXACT = ("canvas_id", "moodle_id", "email", "id", "login")
"""What identifies a person, the surest first."""


class Roster:
    """People, to be told by what identifies them."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people = {person.student: person for person in people}
        self._by: dict[str, dict[str, set[str]]] = {}
        for person in self.people.values():
            for field, value in _identities(person):
                self._by.setdefault(field, {}).setdefault(value, set()).add(person.student)

    def find(self, person: Person) -> Person | None:
        """The one on the roster that this is, under the roster's name; None if nobody surely is."""
        for field in _EXACT:
            value = _folded(getattr(person, field))
            found = self._by.get(field, {}).get(value, set()) if value else set()
            if len(found) == 1:
                return self._as(found, person)
            if field == "canvas_id" and value and field in self._by:
                return None  # a number that Canvas gave, and it is nobody's here
        for label in (person.student, person.name):
            found = {
                student
                for field in ("student", "login", "email", "id", "name")
                for student in self._by.get(field, {}).get(_name(label), ())
            }
            if len(found) == 1:
                return self._as(found, person)
        return None

    def _as(self, found: set[str], person: Person) -> Person:
        (student,) = found
        return replace(person, student=student).updated(self.people[student])

    def joined(self, rows: Iterable[Person]) -> tuple[Roster, tuple[str, ...]]:
        """These people and those of a class list; who is known already keeps what they are called.

        A gradebook's attempts are under those names.

        Returns:
            The roster, and what those on the list are called.
        """
        people = dict(self.people)
        listed = []
        for row in rows:
            known = self.find(row)
            known = people.get(row.student) if known is None else people[known.student]
            person = row if known is None else known.updated(row)
            people[person.student] = person
            listed.append(person.student)
        return Roster(people.values()), tuple(listed)


def read_roster(path: Path) -> list[Person]:
    """The people of a class list.

    Raises:
        SubmissionError: it can't be read, or doesn't say who is who; the message names the line.
    """
    try:
        text = OnDisk(path.resolve()).read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError(f"{path}: is not UTF-8; save it as CSV UTF-8") from None
    except SubmissionError as error:
        raise SubmissionError(f"{path}: {error}") from None
    people: dict[str, tuple[int, Person]] = {}
    for line, row in _rows(path, text):
        name = row.get("name") or " ".join(filter(None, (row.get("first"), row.get("last"))))
        if name in ("Student, Test", "Test Student"):  # Canvas's own
            continue
        said = {**row, "name": name}
        label = next((said[field] for field in _TELLING if said.get(field)), "")
        if not label:
            raise SubmissionError(f"{path}, line {line}: says not who it is; fill it in")
        if label in people:
            raise SubmissionError(
                f"{path}, line {line}: {label} is there already, on line {people[label][0]}; "
                "remove one"
            )
        known = {f: said.get(f, "") for f in _HEADINGS if f not in ("student", "first", "last")}
        known["moodle_id"] = re.sub(r"\D", "", known["moodle_id"])  # "Participant 123"
        people[label] = line, Person(label, **known)
    if not people:
        raise SubmissionError(f"{path}: lists nobody; export it again")
    return [person for _, person in people.values()]


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, what it says by field) of each row that holds anything."""
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        headings = [_heading(cell) for cell in next(reader)]
        fields = _fields(headings)
        if not set(fields.values()) & {*_TELLING, "last"}:
            raise SubmissionError(
                f"{path}: has none of the columns student, name, email, id or login; give its "
                "first line these headings"
            )
        for row in reader:
            said = {
                field: row[column].strip() for column, field in fields.items() if column < len(row)
            }
            points = said.get("name", "").strip() == "Points Possible"  # Canvas's second line
            if any(said.values()) and not points:
                yield reader.line_num, said
    except csv.Error as error:
        raise SubmissionError(f"{path}, line {reader.line_num}: {error}; mend the quotes") from None


def _fields(headings: list[str]) -> dict[int, str]:
    """{column: field} of the columns that say anything of a person."""
    canvas = {"student", "id", "section"} <= set(headings)
    renamed = {"student": "name", "id": "canvas_id"} if canvas else {}
    fields: dict[int, str] = {}
    for column, heading in enumerate(headings):
        field = renamed.get(heading) or _FIELD.get(heading)
        if field and field not in fields.values():
            fields[column] = field
    return fields


def _heading(cell: str) -> str:
    return re.sub(r"[\W_]+", " ", cell).strip().lower()


def _identities(person: Person) -> Iterator[tuple[str, str]]:
    for field in _EXACT:
        value = _folded(getattr(person, field))
        if value:
            yield field, value
    yield "student", _name(person.student)
    if person.name:
        yield "name", _name(person.name)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _name(text: str) -> str:
    """A name whichever way it is written: `Lovelace, Ada` is Ada Lovelace."""
    folded = _folded(text)
    last, comma, first = folded.partition(", ")
    return f"{first} {last}" if comma and "," not in first else folded
