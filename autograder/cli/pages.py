"""The feedback pages of one assignment, from the gradebook to files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from autograder.assignment import Assignment
from autograder.catalog import Course
from autograder.cli.finals import Finals
from autograder.exchange import feedback_name
from autograder.feedback import (
    AssignmentText,
    Earlier,
    Job,
    QuestionText,
    page_state,
    render_pages,
    says,
)
from autograder.gradebook import Gradebook, Graded, comments_for
from autograder.verdict import Attempt


def texts(home: Course, assignment: Assignment | None) -> AssignmentText:
    """What a page says about an assignment; None: the file is of none that is known."""
    if assignment is None:
        return AssignmentText("", "Not recognised", home.title, ())
    readings = home.readings(assignment)
    asked = [QuestionText(q.id, q.title, readings.get(q.id)) for q in assignment.questions.values()]
    asked += [
        QuestionText(w.id, w.title, rubric=tuple(w.rubric)) for w in assignment.written.values()
    ]
    return AssignmentText(assignment.slug, assignment.title, home.title, tuple(asked))


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
    people, attempts = book.people(), _attempts(book, slug, by_policy)
    finals = {number: by_policy.of(attempt.student, slug) for number, attempt in latest}

    def state(number: int, attempt: Attempt) -> str:
        final, person = finals[number], people.get(attempt.student)
        return page_state(
            number,
            sorted(comments.get(number, {}).items()),
            final and (final.steps, final.points),
            person and (person.name, person.login),
            attempts.get(attempt.student),
            words,
        )

    states = {number: state(number, attempt) for number, attempt in latest}
    due = [(n, a) for n, a in latest if n in changed or not says(pages[n], states[n])]

    def jobs() -> Iterator[Job]:
        for number, attempt in due:
            graded_at, nth = book.stamp(number)
            yield Job(
                attempt,
                book.cells(number),
                words,
                graded_at,
                nth,
                comments.get(number, {}),
                finals[number],
                people.get(attempt.student),
                attempts.get(attempt.student, ()),
                states[number],
            )

    for (number, _), page in zip(due, render_pages(jobs()), strict=True):
        pages[number].write_text(page, encoding="utf-8")


def _attempts(
    book: Gradebook, slug: str | None, by_policy: Finals
) -> dict[str, tuple[Earlier, ...]]:
    """Each student's attempts, the oldest first, and which of them counts."""
    of: dict[str, list[Graded]] = {}
    for graded in book.history(slug) if slug is not None else ():
        of.setdefault(graded.handed.student, []).append(graded)
    found = {}
    for student, theirs in of.items():
        final = by_policy.of(student, slug)
        last = {one.sha256: one for one in theirs}
        counting = [one for one in last.values() if final is None or one.handed == final.counts]
        number, several = 0, []
        for one in theirs:
            number += not one.again
            counts = one is max(counting, key=lambda each: each.id, default=None)
            several.append(Earlier(number, one.again, one.created, one.handed, counts))
        found[student] = tuple(several)
    return found
