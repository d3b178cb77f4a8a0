"""One gradebook a folder: `gradebook.sqlite`, written by one process at a time."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import (
    Connection,
    Select,
    func,
    insert,
    select,
    update,
)

from autograder.errors import AutograderError, SandboxError, UsageError
from autograder.policy import HandedIn
from autograder.submission import Cell
from autograder.verdict import Attempt, Outcome

from . import rows
from .cells import pack, unpack
from .file import FILE, connected, locked
from .said import Said, in_force, now
from .tables import (
    attempts,
    checks,
    notes,
    pages,
    questions,
    regrades,
    settings,
)


class OtherSeedError(UsageError):
    """Another seed was asked for than the one the gradebook's attempts were graded with."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One attempt in short."""

    id: int
    created: datetime
    again: bool
    """Whether it is a regrade of the attempt before."""
    sha256: str
    handed: HandedIn


class Gradebook(Said):
    """The attempts of one folder. A context manager: leaving it closes the file and the lock.

    Use it in the process that opened it: a connection doesn't survive a fork.
    """

    def __init__(self, connection: Connection, resources: ExitStack) -> None:
        super().__init__(connection)
        self._resources = resources
        self._seed: int | None = None

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open a folder's gradebook to write in it; folder and file are made if need be.

        Raises:
            SandboxError: another process writes in it, or the folder can't be written.
            AutograderError: the file there is no gradebook, or one of another version.
        """
        path = directory / FILE
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
        path = directory / FILE
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

    def outdated(self, assignment: str, checks_version: str) -> set[str]:
        """The students whose latest attempt was graded with other checks."""
        query = _latest(assignment).where(
            attempts.c.checks_version != checks_version,
            attempts.c.outcome == Outcome.GRADED.value,
        )
        with self._connection.begin():
            return {row.student for row in self._connection.execute(query)}

    def record(self, attempt: Attempt, cells: Sequence[Cell] | None) -> int:
        """Add an attempt, whole or not at all, and return its id.

        Args:
            attempt: what the grading came to.
            cells: the submission's cells for its feedback page; None if it can't be read.

        Raises:
            SandboxError: the file can't be written.
        """
        packed = None if cells is None else pack(cells)
        with self._writing():
            number = self._add(attempt, None)
            if packed is not None:
                self._connection.execute(insert(pages), {"attempt": number, "cells": packed})
        return number

    def regrade(self, changed: Iterable[Attempt], author: str) -> list[int]:
        """Add what a regrade came to, all or nothing, and return the attempts' ids.

        Args:
            changed: new attempts of submissions that the gradebook has.
            author: who accepts them.

        Raises:
            SandboxError: the file can't be written.
        """
        with self._writing():
            of = {"created_at": now(), "author": author}
            query = insert(regrades).returning(regrades.c.id)
            regrade = self._connection.execute(query, of).scalar_one()
            return [self._add(attempt, regrade) for attempt in changed]

    def undo_regrade(self, assignment: str) -> tuple[str, datetime, list[str]] | None:
        """Take the last regrade of an assignment back: the attempts before it count again.

        Returns:
            Who did it, when, and of whom; None if there is none.
        """
        mine = select(attempts.c.regrade).where(attempts.c.assignment == assignment)
        query = select(regrades).where(regrades.c.id.in_(mine), regrades.c.undone_at.is_(None))
        with self._writing():
            last = self._connection.execute(query.order_by(regrades.c.id.desc())).first()
            if last is None:
                return None
            undone = update(regrades).where(regrades.c.id == last.id).values(undone_at=now())
            self._connection.execute(undone)
            whose = select(attempts.c.student).where(attempts.c.regrade == last.id)
            students = list(self._connection.execute(whose).scalars())
        return last.author, datetime.fromisoformat(last.created_at), students

    def _add(self, attempt: Attempt, regrade: int | None) -> int:
        """Insert an attempt's rows, in a transaction that is open."""
        head = rows.of_attempt(attempt)
        head |= {"created_at": now(), "regrade": regrade}
        head["seed"] = None if self._seed is None else str(self._seed)
        query = insert(attempts).returning(attempts.c.id)
        number: int = self._connection.execute(query, head).scalar_one()
        for table, contents in zip((questions, checks, notes), rows.of_parts(attempt), strict=True):
            if contents:
                self._connection.execute(
                    insert(table), [{"attempt": number, **row} for row in contents]
                )
        return number

    def latest(self, assignment: str | None) -> Iterator[tuple[int, Attempt]]:
        """(id, attempt) of each student's latest attempt, in order of students' names."""
        with self._connection.begin():
            heads = self._connection.execute(_latest(assignment)).all()
        given, marks = self._overrides(assignment), self.marks(assignment)
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
            yield head.id, rows.to_attempt(head, parts, given.get(head.student, {}), marks)

    def history(self, assignment: str) -> list[Graded]:
        """Every attempt that is in force, in order of grading."""
        mine = (attempts.c.assignment == assignment, in_force(attempts))
        heads = select(attempts).where(*mine).order_by(attempts.c.id)
        parts = select(questions).join(attempts).where(*mine)
        marks = self.marks(assignment)
        with self._connection.begin():
            graded = self._connection.execute(heads).all()
            points: dict[int, dict[str, int | None]] = {}
            for row in self._connection.execute(parts):
                mark = rows.mark_of(row, marks)
                points.setdefault(row.attempt, {})[row.id] = mark.points if mark else row.points
        given = self._overrides(assignment)
        found = []
        for head in graded:
            by_person = {name: each.points for name, each in given.get(head.student, {}).items()}
            counting = points.get(head.id, {}) | by_person
            outcome = Outcome(head.outcome)
            if outcome is Outcome.UNGRADED and counting and None not in counting.values():
                outcome = Outcome.GRADED  # by a person
            at = head.submitted_at and datetime.fromisoformat(head.submitted_at)
            handed = HandedIn(head.student, assignment, counting, outcome, at, head.late)
            created = datetime.fromisoformat(head.created_at)
            again = head.regrade is not None
            found.append(Graded(head.id, created, again, head.sha256, handed))
        return found

    def handed_in(self, assignment: str) -> list[HandedIn]:
        """Each file that was handed in, as it was last graded, in order of first grading."""
        graded = self.history(assignment)
        return list({(one.handed.student, one.sha256): one.handed for one in graded}.values())

    def question_points(self, assignment: str) -> dict[str, int]:
        """Hundredths that each question has, as last graded; none if nothing has been."""
        newest = select(func.max(attempts.c.id)).where(
            attempts.c.assignment == assignment,
            attempts.c.outcome != Outcome.UNREADABLE.value,
            in_force(attempts),
        )
        query = select(questions).where(questions.c.attempt.in_(newest))
        with self._connection.begin():
            found = self._connection.execute(query.order_by(questions.c.position))
            return {row.id: row.max_points for row in found}

    def cells(self, attempt_id: int) -> tuple[Cell, ...]:
        """The cells of an attempt's submission; none if it can't be read.

        A regrade's are those of the attempt that it grades again.
        """
        mine, first = attempts.alias(), attempts.alias()
        query = (
            select(pages.c.cells)
            .join(first, first.c.id == pages.c.attempt)
            .join(mine, mine.c.id == attempt_id)
            .where(first.c.student == mine.c.student, first.c.sha256 == mine.c.sha256)
            .where(first.c.assignment.is_not_distinct_from(mine.c.assignment))
            .where(first.c.id <= attempt_id)
            .order_by(first.c.id.desc())
        )
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
            attempts.c.regrade.is_(None),  # the same submission
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

    def assignments(self) -> list[str | None]:
        """Every assignment that has an attempt, by name; None, for those of none, comes last."""
        with self._connection.begin():
            names = self._connection.execute(select(attempts.c.assignment).distinct()).scalars()
            return sorted(names, key=lambda name: (name is None, name or ""))


def _latest(assignment: str | None) -> Select[tuple[object, ...]]:
    newest = (
        select(func.max(attempts.c.id))
        .where(attempts.c.assignment.is_not_distinct_from(assignment), in_force(attempts))
        .group_by(attempts.c.student)
    )
    return select(attempts).where(attempts.c.id.in_(newest)).order_by(attempts.c.student)
