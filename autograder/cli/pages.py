"""The feedback pages of one assignment, from the gradebook to files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from autograder.assignment import Assignment
from autograder.exchange import feedback_name
from autograder.feedback import AssignmentText, Job, Note, QuestionText, render_pages
from autograder.gradebook import Gradebook, comments_for


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
    folder: Path,
    words: AssignmentText,
    changed: Collection[int],
) -> int:
    """Write the pages of changed attempts, and of those that have none yet.

    Args:
        book: where the attempts are.
        slug: the assignment.
        folder: where its results.json lies.
        words: what the pages say about it.
        changed: ids of attempts.

    Returns:
        How many were written.
    """
    (folder / "feedback").mkdir(exist_ok=True)
    taken: set[str] = set()
    latest = list(book.latest(slug))
    pages = {n: folder / "feedback" / feedback_name(a.student, taken) for n, a in latest}
    due = [(n, attempt) for n, attempt in latest if n in changed or not pages[n].is_file()]
    comments = comments_for(book, slug) if due else {}

    def jobs() -> Iterator[Job]:
        for number, attempt in due:
            graded_at, nth = book.stamp(number)
            notes = {
                question: Note(comment.author, datetime.fromisoformat(comment.date), comment.text)
                for question, comment in comments.get(number, {}).items()
            }
            yield Job(attempt, book.cells(number), words, graded_at, nth, notes)

    for (number, _), page in zip(due, render_pages(jobs()), strict=True):
        pages[number].write_text(page, encoding="utf-8")
    return len(due)
