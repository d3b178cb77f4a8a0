"""One gradebook a folder: `gradebook.sqlite`, written by one process at a time."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import (
    Connection,
    Select,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DatabaseError

from autograder.errors import AutograderError, SandboxError
from autograder.people import Person
from autograder.submission import Cell
from autograder.verdict import Attempt, Comment, Outcome

from . import rows
from .cells import pack, unpack
from .file import connected, locked
from .tables import attempts, checks, comments, notes, pages, people, questions, settings

_FILE = "gradebook.sqlite"


class OtherSeedError(AutograderError):
    """Another seed was asked for than the one the gradebook's attempts were graded with."""


class Gradebook:
    """The attempts of one folder. A context manager: leaving it closes the file and the lock.

    Use it in the process that opened it: a connection doesn't survive a fork.
    """

    def __init__(self, connection: Connection, resources: ExitStack) -> None:
        self._connection = connection
        self._resources = resources
        self._seed: int | None = None

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open a folder's gradebook to write in it; folder and file are made if need be.

        Raises:
            SandboxError: another process writes in it, or the folder can't be written.
            AutograderError: the file there is no gradebook, or one of another version.
        """
        path = directory / _FILE
        with ExitStack() as resources:
            try:
                # What it holds is for the TA alone, and so is all that is written beside it.
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
                resources.enter_context(locked(directory))
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
                path.chmod(0o600)
            except OSError as error:
                raise SandboxError(
                    f"{directory}: can't be written ({error.strerror}); make room or name another "
                    "folder with -o"
                ) from None
            connection = resources.enter_context(connected(path))
            return cls(connection, resources.pop_all())

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Open a folder's gradebook to look at it only, even while another process writes.

        Raises:
            AutograderError: there is none, or it is no gradebook of this version.
        """
        path = directory / _FILE
        if not path.is_file():
            raise AutograderError(f"{directory}: no gradebook there; run autograder grade first")
        with ExitStack() as resources:
            connection = resources.enter_context(connected(path))
            return cls(connection, resources.pop_all())

    def close(self) -> None:
        """Close the file and let go of the lock."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def seed(self, requested: int | None, *, fresh: bool) -> int:
        """The cohort's secret seed: drawn once, then kept so that a regrade repeats exactly.

        Args:
            requested: the seed the user named, if any.
            fresh: whether everyone is graded again; only then may the seed change.

        Raises:
            OtherSeedError: the gradebook has another seed, and this is no fresh grading.
        """
        with self._connection.begin():
            row = self._connection.execute(
                select(settings.c.value).where(settings.c.name == "seed")
            ).first()
            kept = None if row is None else int(row.value)
            if requested is not None and kept not in (None, requested) and not fresh:
                raise OtherSeedError(
                    "--seed: this gradebook was graded with another seed; leave --seed out to go "
                    "on with that one, or add --fresh to grade everyone again"
                )
            if requested is not None:
                seed = requested
            else:
                seed = secrets.randbits(63) if kept is None else kept
            if seed != kept:
                self._connection.execute(
                    insert(settings).prefix_with("OR REPLACE").values(name="seed", value=str(seed))
                )
        self._seed = seed
        return seed

    def done(self, assignment: str | None, checks_version: str) -> set[tuple[str, str]]:
        """(student, sha256) of each student whose latest attempt needs no other.

        Only the latest counts: who hands in an earlier file again is graded on it again, since
        the latest attempt is the one that is reported.
        """
        query = _latest(assignment).where(
            attempts.c.checks_version == checks_version,
            attempts.c.outcome != Outcome.UNGRADED.value,
        )
        with self._connection.begin():
            return {(row.student, row.sha256) for row in self._connection.execute(query)}

    def record(self, attempt: Attempt, cells: Sequence[Cell] | None) -> int:
        """Add an attempt, whole or not at all, and return its id.

        Args:
            attempt: what the grading came to.
            cells: the submission's cells for its feedback page; None if it can't be read.

        Raises:
            SandboxError: the file can't be written.
        """
        head = rows.of_attempt(attempt)
        head["created_at"] = datetime.now(UTC).isoformat(timespec="seconds")
        head["seed"] = None if self._seed is None else str(self._seed)
        parts = rows.of_parts(attempt)
        packed = None if cells is None else pack(cells)
        try:
            with self._connection.begin():
                number: int = self._connection.execute(
                    insert(attempts).returning(attempts.c.id), head
                ).scalar_one()
                for table, contents in zip((questions, checks, notes), parts, strict=True):
                    if contents:
                        self._connection.execute(
                            insert(table), [{"attempt": number, **row} for row in contents]
                        )
                if packed is not None:
                    self._connection.execute(insert(pages), {"attempt": number, "cells": packed})
        except DatabaseError as error:
            raise SandboxError(
                f"{_FILE}: can't be written ({error.orig}); make room, then run the same command "
                "again"
            ) from None
        return number

    def latest(self, assignment: str | None) -> Iterator[tuple[int, Attempt]]:
        """(id, attempt) of each student's latest attempt, in order of students' names."""
        with self._connection.begin():
            heads = self._connection.execute(_latest(assignment)).all()
        for head in heads:
            with self._connection.begin():
                parts = [
                    self._connection.execute(
                        select(table)
                        .where(table.c.attempt == head.id)
                        .order_by(*table.primary_key.columns)
                    ).all()
                    for table in (questions, checks, notes)
                ]
            yield head.id, rows.to_attempt(head, *parts)

    def cells(self, attempt_id: int) -> tuple[Cell, ...]:
        """The cells of an attempt's submission; none if it can't be read."""
        query = select(pages.c.cells).where(pages.c.attempt == attempt_id)
        with self._connection.begin():
            packed = self._connection.execute(query).scalar()
        return () if packed is None else unpack(packed)

    def stamp(self, attempt_id: int) -> tuple[datetime, int]:
        """When an attempt was recorded (UTC), and which of its student's attempts it is, from 1."""
        mine = select(attempts).where(attempts.c.id == attempt_id).subquery()
        number = select(func.count()).where(
            attempts.c.student == mine.c.student,
            attempts.c.assignment.is_not_distinct_from(mine.c.assignment),
            attempts.c.id <= attempt_id,
        )
        with self._connection.begin():
            created = self._connection.execute(select(mine.c.created_at)).scalar_one()
            return datetime.fromisoformat(created), self._connection.execute(number).scalar_one()

    def signatures(self, assignment: str | None) -> dict[str, list[tuple[int, str]]]:
        """{question: [(attempt's id, signature)]} of all attempts, the oldest first."""
        query = (
            select(questions.c.id, questions.c.attempt, questions.c.signature)
            .join(attempts, attempts.c.id == questions.c.attempt)
            .where(attempts.c.assignment.is_not_distinct_from(assignment))
            .order_by(questions.c.position, questions.c.attempt)
        )
        found: dict[str, list[tuple[int, str]]] = {}
        with self._connection.begin():
            for row in self._connection.execute(query):
                found.setdefault(row.id, []).append((row.attempt, row.signature))
        return found

    def comment(self, attempt_ids: Sequence[int], question: str, text: str, author: str) -> None:
        """Write a comment to all whose answer to a question is alike to that of an attempt.

        Args:
            attempt_ids: the group's: should some hand in another file, the others still tell what
                the comment is about.
            question: which.
            text: replaces earlier comments to them; "" takes those back.
            author: who writes.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = {"created_at": now, "author": author, "question": question, "text": text}
        with self._connection.begin():
            self._connection.execute(
                insert(comments), [{"attempt": number, **told} for number in attempt_ids]
            )

    def comments(self, assignment: str | None) -> list[tuple[str, int, Comment]]:
        """(question, attempt of one of those it is for, comment), in order of writing.

        The attempt is the newest on the file that was commented on: with another seed, it is the
        one that later attempts can be compared with.
        """
        origin, newest = attempts.alias(), attempts.alias()
        latest = (
            select(func.max(newest.c.id))
            .where(newest.c.student == origin.c.student)
            .where(newest.c.sha256 == origin.c.sha256)
            .where(newest.c.assignment.is_not_distinct_from(origin.c.assignment))
            .where(newest.c.outcome == Outcome.GRADED.value)
            .scalar_subquery()
        )
        query = (
            select(comments, latest.label("newest"))
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

    def assignments(self) -> list[str | None]:
        """Every assignment that has an attempt, by name; None, for those of none, comes last."""
        with self._connection.begin():
            names = self._connection.execute(select(attempts.c.assignment).distinct()).scalars()
            return sorted(names, key=lambda name: (name is None, name or ""))


def _latest(assignment: str | None) -> Select[tuple[object, ...]]:
    newest = (
        select(func.max(attempts.c.id))
        .where(attempts.c.assignment.is_not_distinct_from(assignment))
        .group_by(attempts.c.student)
    )
    return select(attempts).where(attempts.c.id.in_(newest)).order_by(attempts.c.student)
