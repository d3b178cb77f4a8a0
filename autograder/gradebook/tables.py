"""The gradebook's tables, one row each for an attempt, its questions and their checks.

So statistics over a cohort are plain SQL. Points are integer hundredths, NULL while ungraded.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    false,
)

VERSION = 4
"""Kept in SQLite's user_version; raised when the tables change."""

schema = MetaData()

settings = Table(
    "settings",
    schema,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

attempts = Table(
    "attempts",
    schema,
    Column("id", Integer, primary_key=True),
    Column("created_at", String, nullable=False),  # UTC, ISO 8601
    Column("student", String, nullable=False),
    Column("assignment", String),  # NULL: no assignment of the course
    Column("path", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("isolation", String, nullable=False),
    Column("checks_version", String, nullable=False),
    Column("seed", String),  # as text: it has more bits than SQLite's integers
    Column("message", String, nullable=False),
    Column("seconds", Float, nullable=False),  # CPU
    Column("points", Integer),
    Column("max_points", Integer, nullable=False),
    Column("submitted_at", String),  # UTC, ISO 8601; NULL: nobody says
    Column("late", Boolean),  # as the platform says; NULL: it doesn't
    Column("regrade", ForeignKey("regrades.id")),  # NULL: a grading of what was handed in
    Index("attempts_by_student", "assignment", "student", "id"),
)


def _by_a_person() -> tuple[Column[int], Column[str], Column[str]]:
    return (
        Column("id", Integer, primary_key=True),
        Column("created_at", String, nullable=False),  # UTC, ISO 8601
        Column("author", String, nullable=False),
    )


regrades = Table(
    "regrades",
    schema,
    *_by_a_person(),
    Column("undone_at", String),  # its attempts count for nothing then
)


def _attempt() -> Column[int]:
    return Column("attempt", ForeignKey("attempts.id"), primary_key=True)


questions = Table(
    "questions",
    schema,
    _attempt(),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("title", String, nullable=False),
    Column("points", Integer),
    Column("max_points", Integer, nullable=False),
    Column("cell", Integer),
    Column("line", Integer),
    Column("signature", String, nullable=False, server_default=""),  # see grouping.py
    Column("version", String, nullable=False, server_default=""),  # of its checks, versions.py
    Column("seconds", Float),  # CPU of its calls; NULL: not measured
    Column("plot", String),  # JSON; NULL: nothing to draw
    Column("answer", String),  # in words, for a person to mark; NULL: its checks grade it
)

checks = Table(
    "checks",
    schema,
    _attempt(),
    Column("question", Integer, primary_key=True),  # questions.position
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("visibility", String, nullable=False),
    Column("sentence", String, nullable=False),
    Column("status", String, nullable=False),
    Column("points", Integer),
    Column("max_points", Integer, nullable=False),
    Column("diagnosis_kind", String),  # the three are NULL together
    Column("diagnosis_id", String),
    Column("diagnosis_text", String),
    Column("call", String),  # these three too: public examples only
    Column("got", String),
    Column("expected", String),
    Column("margin", Float),  # error / tolerance; NULL: nothing of the kind was compared
)

notes = Table(
    "notes",
    schema,
    _attempt(),
    Column("position", Integer, primary_key=True),
    Column("cell", Integer, nullable=False),
    Column("sentence", String, nullable=False),
)

people = Table(
    "people",
    schema,
    Column("student", String, primary_key=True),  # attempts.student
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("id", String, nullable=False),
    Column("login", String, nullable=False),
    Column("section", String, nullable=False),
    Column("group", String, nullable=False),
    Column("canvas_id", String, nullable=False),
    Column("moodle_id", String, nullable=False),
)

comments = Table(
    "comments",
    schema,
    *_by_a_person(),
    # To all whose answer to the question is alike to this attempt's.
    Column("attempt", ForeignKey("attempts.id"), nullable=False),
    Column("question", String, nullable=False),
    Column("text", String, nullable=False),  # empty: takes the earlier ones back
    Column("alone", Boolean, nullable=False, server_default=false()),  # for that student only
)

overrides = Table(
    "overrides",
    schema,
    *_by_a_person(),
    Column("student", String, nullable=False),
    Column("assignment", String, nullable=False),
    Column("question", String, nullable=False),
    Column("points", Integer),  # NULL: takes the earlier ones back
    Column("why", String, nullable=False),
)

marks = Table(
    "marks",
    schema,
    *_by_a_person(),
    Column("assignment", String, nullable=False),
    Column("question", String, nullable=False),
    Column("answer", String, nullable=False),  # digest: all who wrote the same get the same
    Column("points", Integer),  # NULL: takes the earlier ones back
    Column("items", String, nullable=False),  # ids of the rubric's, one a line
    Column("comment", String, nullable=False),
)

pages = Table(
    "pages",
    schema,
    _attempt(),
    Column("cells", LargeBinary, nullable=False),  # zlib over JSON, see cells.py
)
