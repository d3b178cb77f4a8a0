"""What persons have said, in a gradebook: who is who, comments, and points that they gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select
from sqlalchemy.exc import DatabaseError

from autograder.errors import SandboxError
from autograder.people import Person
from autograder.verdict import Comment, Mark, Outcome, Override
from autograder.written import digest

from .file import FILE
from .tables import attempts, comments, marks, overrides, people, regrades


class Said:
    """The part of a gradebook that persons write."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction: all of it or nothing."""
        try:
            with self._connection.begin():
                yield
        except DatabaseError as error:
            raise SandboxError(
                f"{FILE}: can't be written ({error.orig}); make room, then run the same command "
                "again"
            ) from None

    def override(
        self,
        student: str,
        assignment: str,
        question: str,
        points: int | None,
        why: str,
        author: str,
    ) -> None:
        """Give points for a question, whatever the checks say, now and after regrades.

        Args:
            student: whose.
            assignment: which.
            question: which.
            points: hundredths; None takes what was given back.
            why: the reason; the student reads it.
            author: who gives.
        """
        query = insert(overrides).values(
            created_at=now(),
            author=author,
            student=student,
            assignment=assignment,
            question=question,
            points=points,
            why=why,
        )
        with self._writing():
            self._connection.execute(query)

    def _overrides(self, assignment: str | None) -> dict[str, dict[str, Override]]:
        """What persons have given, by student and question."""
        query = select(overrides).where(overrides.c.assignment == assignment)
        found: dict[str, dict[str, Override]] = {}
        with self._connection.begin():
            for row in self._connection.execute(query.order_by(overrides.c.id)):
                of_student = found.setdefault(row.student, {})
                of_student.pop(row.question, None)
                if row.points is not None:
                    date = datetime.fromisoformat(row.created_at)
                    of_student[row.question] = Override(row.author, date, row.points, row.why)
        return found

    def mark(
        self,
        assignment: str,
        question: str,
        answer: str,
        points: int | None,
        items: Iterable[str] = (),
        comment: str = "",
        *,
        author: str,
    ) -> None:
        """Mark an answer in words: all who wrote the same get the same, now and later.

        Args:
            assignment: which.
            question: which.
            answer: the words.
            points: hundredths; None: it waits for a mark again.
            items: ids of the rubric's items that it has.
            comment: to its students.
            author: who marks.
        """
        query = insert(marks).values(
            created_at=now(),
            author=author,
            assignment=assignment,
            question=question,
            answer=digest(answer),
            points=points,
            items="\n".join(items),
            comment=comment,
        )
        with self._writing():
            self._connection.execute(query)

    def marks(self, assignment: str | None) -> dict[tuple[str, str], Mark]:
        """The marks that count, by question and digest of the answer, the latest last."""
        query = select(marks).where(marks.c.assignment == assignment).order_by(marks.c.id)
        found: dict[tuple[str, str], Mark] = {}
        with self._connection.begin():
            for row in self._connection.execute(query):
                found.pop((row.question, row.answer), None)
                if row.points is not None:
                    date = datetime.fromisoformat(row.created_at)
                    items = tuple(row.items.split())
                    found[row.question, row.answer] = Mark(
                        row.author, date, row.points, items, row.comment
                    )
        return found

    def comment(
        self, attempt_ids: Sequence[int], question: str, text: str, author: str, *, alone: bool
    ) -> None:
        """Write a comment to all whose answer to a question is alike to that of an attempt.

        Args:
            attempt_ids: the group's: should some hand in another file, the others still tell what
                the comment is about.
            question: which.
            text: replaces earlier comments to them; "" takes those back.
            author: who writes.
            alone: it is for the attempts' students only, whatever they hand in.
        """
        said = {"author": author, "question": question, "text": text, "alone": alone}
        written = [{"attempt": n, "created_at": now(), **said} for n in attempt_ids]
        with self._writing():
            self._connection.execute(insert(comments), written)

    def comments(self, assignment: str | None) -> list[tuple[str, int, str, Comment]]:
        """(question, attempt of one of those it is for, the one student that it is for or "",
        comment), in order of writing.

        The attempt is the newest on the file that was commented on: with another seed, it is the
        one that later attempts can be compared with.
        """
        origin, newest = attempts.alias(), attempts.alias()
        latest = (
            select(func.max(newest.c.id))
            .where(newest.c.student == origin.c.student)
            .where(newest.c.sha256 == origin.c.sha256)
            .where(newest.c.assignment.is_not_distinct_from(origin.c.assignment))
            .where(newest.c.outcome == Outcome.GRADED.value, in_force(newest))
            .scalar_subquery()
        )
        query = (
            select(comments, origin.c.student, latest.label("newest"))
            .join(origin, origin.c.id == comments.c.attempt)
            .where(origin.c.assignment.is_not_distinct_from(assignment))
            .order_by(comments.c.id)
        )
        with self._connection.begin():
            written = self._connection.execute(query).all()
        return [
            (
                row.question,
                row.newest,
                row.student if row.alone else "",
                Comment(row.author, datetime.fromisoformat(row.created_at), row.text),
            )
            for row in written
        ]

    def know(self, persons: Iterable[Person]) -> None:
        """Keep who students are; what was said of them earlier stays where nothing new is said."""
        known = self.people()
        rows = [asdict(known.get(person.student, person).updated(person)) for person in persons]
        if rows:
            with self._connection.begin():
                self._connection.execute(insert(people).prefix_with("OR REPLACE"), rows)

    def people(self) -> dict[str, Person]:
        """Who is known, by what they are called in the gradebook."""
        with self._connection.begin():
            found = self._connection.execute(select(people).order_by(people.c.student)).mappings()
            return {row["student"]: Person(**row) for row in found}


def in_force(graded: Any) -> ColumnElement[bool]:
    """Whether an attempt counts: a regrade's does until that is undone."""
    standing = select(regrades.c.id).where(regrades.c.undone_at.is_(None))
    return or_(graded.c.regrade.is_(None), graded.c.regrade.in_(standing))


def now() -> str:
    """The time, as the gradebook writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
