"""Final grades by the course's policy: for pages, exports, and `final_grades.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from autograder.catalog import Course
from autograder.exchange import write_finals
from autograder.gradebook import Gradebook
from autograder.policy import Final, Grades, final_grades, read_dues, read_rules


@dataclass(frozen=True, slots=True)
class Finals:
    """Everybody's grades; nobody's where the course states no policy: points are grades there."""

    grades: Mapping[str, Grades] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What the TA should know: rows that name nobody, due times that come twice."""

    def of(self, student: str, slug: str | None) -> Final | None:
        """A student's grade on an assignment; None without a policy."""
        grades = self.grades.get(student)
        return grades.finals.get(slug or "") if grades else None

    def on(self, slug: str) -> list[Final]:
        """Everybody's grade on an assignment; none without a policy."""
        return [each.finals[slug] for each in self.grades.values() if slug in each.finals]


def vet(home: Course) -> None:
    """See that the course's policy can be read, before anything is graded by it.

    Raises:
        AssignmentError: it can't.
    """
    read_rules(home.settings, home.root / "course.toml", {slug: {} for slug in home.slugs})


def finals(book: Gradebook, home: Course) -> Finals:
    """Compute final grades from all that has been handed in.

    Raises:
        AssignmentError: the course's policy or its extensions can't be read as they stand.
    """
    if not {"policy", "assignments"} & set(home.settings):
        return Finals()
    points = {slug: book.question_points(slug) for slug in home.slugs}
    rules = read_rules(home.settings, home.root / "course.toml", points)
    people = book.people()
    dues = read_dues(rules, list(people.values()))
    handed_in = [handed for slug in home.slugs for handed in book.handed_in(slug)]
    grades = final_grades(rules, dues, people.values(), handed_in, datetime.now(UTC))
    return Finals(grades, (*rules.notes, *dues.notes))


def write(found: Finals, out: Path) -> None:
    """Write `final_grades.csv` into the folder that `-o` named; nothing without a policy."""
    if found.grades:
        write_finals(out, found.grades.values())
