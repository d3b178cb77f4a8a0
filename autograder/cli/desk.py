"""What the commands share that work on what has been graded: which assignment, and its files."""

from __future__ import annotations

import getpass
from collections.abc import Collection
from pathlib import Path

from autograder import catalog
from autograder.assignment import Assignment
from autograder.cli.finals import finals, write
from autograder.cli.pages import texts, write_pages
from autograder.errors import UsageError
from autograder.exchange import graded_folder, write_results
from autograder.gradebook import Gradebook
from autograder.people import Person
from autograder.submission import Roster


def graded_assignments(book: Gradebook, wanted: str | None) -> list[str]:
    """The assignments that the gradebook has, or the one of them that `-a` names.

    Raises:
        UsageError: it has not that one.
    """
    graded = [slug for slug in book.assignments() if slug is not None]
    if wanted is None:
        return graded
    if wanted not in graded:
        has = ", ".join(graded) or "no assignment"
        raise UsageError(f"-a {wanted}: the gradebook has {has}; name one of them")
    return [wanted]


def assignment_of(
    book: Gradebook, home: catalog.Course, question: str | None, wanted: str | None
) -> str:
    """The one assignment in the gradebook that is meant.

    Args:
        book: what has been graded.
        home: the course.
        question: one of its questions, if one was named.
        wanted: what `-a` names.

    Raises:
        UsageError: there is none, or several.
    """
    graded = graded_assignments(book, wanted)
    having = [
        slug
        for slug in graded
        if slug in home.slugs and (question is None or question in home.question_names(slug))
    ]
    if len(having) == 1:
        return having[0]
    if question is None:
        has = " and ".join(having) or "no assignment of this course"
        raise UsageError(f"the gradebook has {has}; say which with -a")
    if having:
        raise UsageError(f"{question} is asked in {' and '.join(having)}; say which with -a")
    raise UsageError(f"{question}: no question of {', '.join(graded) or 'the gradebook'}")


def called(book: Gradebook, given: str) -> str:
    """What the gradebook calls a student, who may be given by name, e-mail, number or login.

    Raises:
        UsageError: it is a part of names only.
    """
    people = book.people()
    if given in people:
        return given
    found = Roster(people.values()).find(Person(given, email=given, id=given, login=given))
    if found is not None:
        return found.student
    alike = [p.looked_up for p in people.values() if given.casefold() in p.name.casefold()]
    if alike:
        some = "; ".join(alike[:5]) + ("; …" if len(alike) > 5 else "")
        raise UsageError(
            f"{given}: {len(alike)} students have that in their name: {some}; say which"
        )
    return given


def write_again(
    book: Gradebook,
    out: Path,
    home: catalog.Course,
    assignment: Assignment,
    changed: Collection[int],
) -> Path:
    """Write results, grades and the pages of changed attempts; returns the folder they are in."""
    latest = list(book.latest(assignment.slug))
    folder = graded_folder(out, assignment.slug)
    attempts = [attempt for _, attempt in latest]
    write_results(folder, assignment.slug, attempts, attempts[-1].isolation)
    words = texts(home, assignment)
    by_policy = finals(book, home)
    write_pages(book, assignment.slug, latest, folder, words, changed, by_policy)
    write(by_policy, out)
    return folder


def author(named: str | None) -> str:
    """Who acts: as named, else as logged in."""
    return named or getpass.getuser()
