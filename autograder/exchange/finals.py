"""final_grades.csv: what each student's points have come to by the course's policy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.policy import Grades

from .files import write_atomically
from .tables import Cell, csv_text, number

FINALS = "final_grades.csv"


def write_finals(directory: Path, grades: Iterable[Grades]) -> Path:
    """Write a row a student: the grade on each assignment, the course total in percent, and how.

    A grade is empty while it isn't known: ungraded, or neither handed in nor due.
    """
    everybody = sorted(grades, key=lambda each: each.person.student)
    slugs = list(dict.fromkeys(slug for each in everybody for slug in each.finals))
    rows: list[list[Cell]] = [["student", "name", "section", *slugs, "total_percent", "how"]]
    for each in everybody:
        person, total = each.person, each.total
        found = [each.finals.get(slug) for slug in slugs]
        rows.append(
            [
                person.student,
                person.name,
                person.section,
                *(number(final.points) if final else None for final in found),
                number(total.percent),
                "; ".join(step.words for step in total.steps),
            ]
        )
    path = directory / FINALS
    write_atomically(path, csv_text(rows, end="\n"))
    return path
