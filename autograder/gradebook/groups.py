"""Which students' answers to a question are one group, over everything the gradebook holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.gradebook.gradebook import Gradebook
from autograder.grouping import alike, gathered
from autograder.verdict import Attempt, QuestionVerdict


@dataclass(frozen=True, slots=True)
class Group:
    """Students whose latest answers to one question behave alike."""

    name: str
    """`g-` and the number of the first attempt that belongs to it: it never changes."""
    members: tuple[int, ...]
    """Ids of latest attempts, in order of students' names."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a teacher wrote to a group."""

    author: str
    date: str
    """UTC, ISO 8601."""
    text: str


def groups(book: Gradebook, assignment: str | None) -> dict[str, list[Group]]:
    """The groups of each question, the largest first; who lost nothing hidden is in none."""
    latest = [number for number, _ in book.latest(assignment)]
    found: dict[str, list[Group]] = {}
    for question, signed in book.signatures(assignment).items():
        numbers = [number for number, _ in signed]
        of_question = []
        for places in gathered(signature for _, signature in signed):
            members = {numbers[place] for place in places}
            present = tuple(number for number in latest if number in members)
            if present:
                of_question.append(Group(f"g-{min(members)}", present))
        found[question] = sorted(of_question, key=lambda group: -len(group.members))
    return found


def comments_for(book: Gradebook, assignment: str | None) -> Mapping[int, Mapping[str, Comment]]:
    """{attempt: {question: the latest comment that reaches it}} for all latest attempts."""
    written = book.comments(assignment)
    if not written:
        return {}
    reached: dict[int, dict[str, Comment]] = {}
    for number, attempt in book.latest(assignment):
        mine = {question.id: question for question in attempt.questions}
        for question, signature, author, date, text in written:
            if question in mine and signature and alike(signature, mine[question].signature):
                reached.setdefault(number, {})[question] = Comment(author, date, text)
    return {
        number: kept
        for number, several in reached.items()
        if (kept := {question: comment for question, comment in several.items() if comment.text})
    }


def told(attempt: Attempt, question: str) -> tuple[QuestionVerdict, str]:
    """An attempt's verdict on a question and the id of what is told most in it."""
    verdict = next(q for q in attempt.questions if q.id == question)
    ids = [c.diagnosis.id for c in verdict.checks if c.diagnosis is not None]
    return verdict, max(ids, key=ids.count, default="")
