"""What a report calls students: by name, where the gradebook knows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from autograder.people import Person


def names(students: Iterable[str], people: Mapping[str, Person]) -> dict[str, str]:
    """What to call each student: their name; where two have the same, with their login after it.

    Args:
        students: as the gradebook calls them.
        people: who is known, by that.
    """
    plain = {
        student: " ".join(people[student].name.split()) if student in people else ""
        for student in students
    }
    times = Counter((name or student).casefold() for student, name in plain.items())
    shared = {student for student, name in plain.items() if times[name.casefold()] > 1}
    return {
        student: with_login(name, student) if student in shared else name or student
        for student, name in plain.items()
    }


def with_login(name: str, student: str) -> str:
    """What to call a student who is to be looked up or told apart."""
    login = f" ({student})"
    return name if name == student or name.endswith(login) else f"{name}{login}"
