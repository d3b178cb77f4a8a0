"""The gradebook's file: its lock, its connection, and the versions it may have."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError

from autograder.errors import AutograderError, SandboxError

from . import tables

FILE = "gradebook.sqlite"
_LOCK = "gradebook.lock"
_WAIT = 5.0  # seconds for another process to let go


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the folder's lock, which the kernel lets go of however the process ends."""
    with open(directory / _LOCK, "w", opener=_private) as file:
        deadline = time.monotonic() + _WAIT
        while True:
            try:
                # Not flock: a sandbox forked from here would inherit that and keep it.
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except (BlockingIOError, PermissionError):
                if time.monotonic() > deadline:
                    raise SandboxError(
                        f"{directory}: another autograder grade is running on it; wait until it "
                        "ends, or name another folder with -o"
                    ) from None
                time.sleep(0.05)
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


@contextmanager
def connected(path: Path) -> Iterator[Connection]:
    """A connection whose transactions begin and end where SQLAlchemy says, tables checked."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        try:
            raw.execute("PRAGMA journal_mode = WAL")
            # A killed process loses nothing; a power cut may lose the last attempts, never the
            # file, and the same command grades them again. FULL waits for the disk each time.
            raw.execute("PRAGMA synchronous = NORMAL")
            raw.execute("PRAGMA foreign_keys = ON")
            connection = engine.connect()
            with connection.begin():
                _prepare(connection, path)
        except (sqlite3.DatabaseError, DatabaseError) as error:
            reason = getattr(error, "orig", error)
            raise _not_a_gradebook(path, str(reason)) from None
        with connection:
            yield connection


def _prepare(connection: Connection, path: Path) -> None:
    """Make the tables of a new file; refuse one that isn't ours."""
    version = connection.execute(text("PRAGMA user_version")).scalar_one()
    if version == 0 and not inspect(connection).get_table_names():
        tables.schema.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {tables.VERSION}")
    elif version in _UPGRADES:
        for step in range(version, tables.VERSION):
            _UPGRADES[step](connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {tables.VERSION}")
    elif version != tables.VERSION:
        raise _not_a_gradebook(path, f"version {version} instead of {tables.VERSION}")


def _to_2(connection: Connection) -> None:
    """What it lacks was not kept then: its answers are in no group."""
    _add(connection, "questions", "signature VARCHAR NOT NULL DEFAULT ''")
    tables.comments.create(connection)


def _to_3(connection: Connection) -> None:
    """Who the students are, when they handed in, and what was regraded, was not kept then."""
    for column in ("submitted_at VARCHAR", "late BOOLEAN", "regrade INTEGER"):
        _add(connection, "attempts", column)
    _add(connection, "questions", "version VARCHAR NOT NULL DEFAULT ''")
    _add(connection, "comments", "alone BOOLEAN NOT NULL DEFAULT 0")
    for table in (tables.people, tables.regrades, tables.overrides):
        table.create(connection)


def _to_4(connection: Connection) -> None:
    """What was measured beside the verdicts was not kept then, and nobody marked answers."""
    _add(connection, "checks", "margin FLOAT")
    for column in ("seconds FLOAT", "plot VARCHAR", "answer VARCHAR"):
        _add(connection, "questions", column)
    tables.marks.create(connection)


def _add(connection: Connection, table: str, column: str) -> None:
    """Add a column, unless the table has just been made as it is today."""
    known = {each["name"] for each in inspect(connection).get_columns(table)}
    if column.split(maxsplit=1)[0] not in known:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column}")


_UPGRADES = {1: _to_2, 2: _to_3, 3: _to_4}
"""What brings a gradebook of a version to the next."""


def _not_a_gradebook(path: Path, reason: str) -> AutograderError:
    return AutograderError(
        f"{path}: not a gradebook that can be used here ({reason}); move it away or name another "
        "folder"
    )
