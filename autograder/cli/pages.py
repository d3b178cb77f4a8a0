"""The feedback pages of one assignment, from the gradebook to files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from autograder.assignment import Assignment
from autograder.cli.finals import Finals
from autograder.exchange import feedback_name
from autograder.feedback import (
    AssignmentText,
    Job,
    QuestionText,
    page_state,
    render_pages,
    says,
)
from autograder.gradebook import Gradebook, comments_for
from autograder.verdict import Attempt


def texts(course: str, assignment: Assignment | None) -> AssignmentText:
    """What a page says about an assignment; None: the file is of none that is known."""
    if assignment is None:
        return AssignmentText("", "Not recognised", course, ())
    return AssignmentText(
        assignment.slug,
        assignment.title,
        course,
        tuple(QuestionText(q.id, q.title, "") for q in assignment.questions.values()),
    )


def write_pages(
    book: Gradebook,
    slug: str | None,
    latest: Sequence[tuple[int, Attempt]],
    folder: Path,
    words: AssignmentText,
    changed: Collection[int],
    by_policy: Finals,
) -> None:
    """Write the pages of changed attempts, and those that are not there or say something else.

    Args:
        book: where the attempts are.
        slug: the assignment.
        latest: every student's latest attempt, as `book.latest` gives them.
        folder: where its results.json lies.
        words: what the pages say about it.
        changed: ids of attempts.
        by_policy: the final grades.
    """
    (folder / "feedback").mkdir(exist_ok=True)
    taken: set[str] = set()
    pages = {n: folder / "feedback" / feedback_name(a.student, taken) for n, a in latest}
    comments = comments_for(book, slug, {number: a.student for number, a in latest})
    finals = {number: by_policy.of(attempt.student, slug) for number, attempt in latest}
    state = {n: page_state(n, comments.get(n, {}), finals[n]) for n, _ in latest}
    due = [(n, a) for n, a in latest if n in changed or not says(pages[n], state[n])]

    def jobs() -> Iterator[Job]:
        for number, attempt in due:
            graded_at, nth = book.stamp(number)
            cells, said = book.cells(number), comments.get(number, {})
            yield Job(attempt, cells, words, graded_at, nth, said, finals[number], state[number])

    for (number, _), page in zip(due, render_pages(jobs()), strict=True):
        pages[number].write_text(page, encoding="utf-8")
