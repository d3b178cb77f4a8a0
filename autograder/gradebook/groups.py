"""Which students' answers to a question are one group, over everything the gradebook holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.gradebook.gradebook import Gradebook
from autograder.grouping import gathered
from autograder.verdict import Comment


@dataclass(frozen=True, slots=True)
class Group:
    """Students whose latest answers to one question behave alike."""

    name: str
    """`g-` and the number of the first attempt that belongs to it: it never changes."""
    members: tuple[int, ...]
    """Ids of latest attempts."""


def groups(
    book: Gradebook, assignment: str | None, latest: Sequence[int]
) -> dict[str, list[Group]]:
    """The groups of each question, the largest first; who lost nothing hidden is in none.

    Args:
        book: where the attempts are.
        assignment: whose questions.
        latest: ids of the students' latest attempts, in the order in which to list them.
    """
    found = {}
    for question, alike in _alike(book, assignment).items():
        present = [
            Group(f"g-{min(attempts)}", members)
            for attempts in alike
            if (members := tuple(number for number in latest if number in attempts))
        ]
        found[question] = sorted(present, key=lambda group: -len(group.members))
    return found


def comments_for(
    book: Gradebook, assignment: str | None, latest: Mapping[int, str]
) -> dict[int, dict[str, tuple[Comment, ...]]]:
    """The comments that reach each of some attempts, by question.

    They are at most two: the latest to the group, and the latest to the student alone.

    Args:
        book: where the attempts are.
        assignment: whose questions.
        latest: the attempts' students, by id.
    """
    written = book.comments(assignment)
    alike = _alike(book, assignment) if written else {}
    reached: dict[int, dict[str, dict[bool, Comment]]] = {}
    for question, origin, student, comment in written:
        if student:
            numbers = {number for number, owner in latest.items() if owner == student}
        else:
            groups = (attempts for attempts in alike.get(question, []) if origin in attempts)
            numbers = {number for attempts in groups for number in attempts.intersection(latest)}
        for number in numbers:
            slots = reached.setdefault(number, {}).setdefault(question, {})
            slots[bool(student)] = comment
    return {
        number: {
            question: said
            for question, slots in several.items()
            if (said := tuple(slots[alone] for alone in sorted(slots) if slots[alone].text))
        }
        for number, several in reached.items()
    }


def _alike(book: Gradebook, assignment: str | None) -> dict[str, list[set[int]]]:
    """For each question the sets of attempts, old ones included, that behave alike."""
    return {
        question: [
            {signed[place][0] for place in places}
            for places in gathered(signature for _, signature in signed)
        ]
        for question, signed in book.signatures(assignment).items()
    }
