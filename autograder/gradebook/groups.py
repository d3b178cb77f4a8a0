"""Which students' answers to a question are one group, over everything the gradebook holds."""

from __future__ import annotations

from collections.abc import Sequence
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
    book: Gradebook, assignment: str | None, latest: Sequence[int]
) -> dict[int, dict[str, Comment]]:
    """{attempt: {question: the latest comment that reaches it}} for the given attempts."""
    written = book.comments(assignment)
    alike = _alike(book, assignment) if written else {}
    reached: dict[int, dict[str, Comment]] = {}
    for question, origin, comment in written:
        for attempts in alike.get(question, []):
            if origin in attempts:
                for number in attempts.intersection(latest):
                    reached.setdefault(number, {})[question] = comment
    return {
        number: {question: comment for question, comment in several.items() if comment.text}
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
