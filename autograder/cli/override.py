"""`autograder override`: points that a person gives for a question, with the reason."""

from __future__ import annotations

from pathlib import Path

from autograder import catalog
from autograder.cli.desk import assignment_of, author, called, write_again
from autograder.cli.terminal import console, usage, visible
from autograder.gradebook import Gradebook
from autograder.verdict import Outcome, written


def run(
    out: Path,
    student: str,
    question: str,
    *,
    points: float | None,
    why: str | None,
    undo: bool,
    by: str | None,
    assignment: str | None,
    course: Path | None,
) -> int:
    """Give points, or take back what was given; returns the exit code."""
    say = console()
    home = catalog.find(course)
    if undo != (points is None) or undo != (why is None):
        return usage("give --points and --why, or --undo alone")
    with Gradebook.open(out) as book:
        slug = assignment_of(book, home, question, assignment)
        latest = dict(book.latest(slug))
        student = called(book, student)
        number = next((n for n, attempt in latest.items() if attempt.student == student), None)
        if number is None:
            return usage(f"{student}: nobody of that name has handed in {slug}; see grades.csv")
        if latest[number].outcome is Outcome.UNREADABLE:
            return usage(f"{student}: the submission is unreadable; ask for another file")
        before = next(q for q in latest[number].questions if q.id == question)
        if points is not None and not 0 <= points <= before.max_points / 100:
            return usage(f"--points {points:g}: {question} has 0 to {written(before.max_points)}")
        hundredths = None if points is None else round(100 * points)
        book.override(student, slug, question, hundredths, why=why or "", author=author(by))
        folder = write_again(book, out, home, catalog.load(home, slug).assignment, [number])
    say.print(
        f"{visible(student)}  {question}  {written(before.points)} → "
        f"{written(before.earned if undo else hundredths)} of {written(before.max_points)}; "
        f"page and grades in {folder}/ written again"
    )
    return 0
