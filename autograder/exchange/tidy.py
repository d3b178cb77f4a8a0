"""One table of everything, a row a student, question and check: as CSV and as Apache Parquet.

Sources of the formats: RFC 4180; parquet.apache.org. Tidy in the sense of Wickham, "Tidy Data"
(Journal of Statistical Software 59, 2014). An unreadable submission, or an ungraded one of which
nothing is known, has a single row without question and check, so that points still add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.verdict import QuestionVerdict, Status

from .records import Export, File, Grades, Record, questions, status
from .tables import csv_text

_TYPES = {
    "assignment": "string",
    "student": "string",
    "name": "string",
    "email": "string",
    "section": "string",
    "group": "string",
    "attempt": "int32",
    "graded_at": "timestamp",
    "submitted_at": "timestamp",
    "late": "bool",
    "question": "string",
    "check": "string",
    "kind": "string",
    "visibility": "string",
    "status": "string",
    "points": "double",
    "max_points": "double",
    "margin": "double",
    "diagnosis_kind": "string",
    "diagnosis_id": "string",
    "diagnosis_text": "string",
}


def export_csv(grades: Grades) -> Export:
    """`<slug>.csv`: times in UTC, true and false, empty where nothing is known."""
    rows = [[_text(value) for value in row.values()] for row in _rows(grades)]
    data = csv_text([list(_TYPES), *rows]).encode()
    return Export((File(f"{grades.assignment}.csv", data, len(grades.records)),))


def export_parquet(grades: Grades) -> Export:
    """`<slug>.parquet`: the same table with types; texts are left as they are."""
    import pyarrow as pa
    from pyarrow import parquet

    types = {"timestamp": pa.timestamp("ms", tz="UTC")}
    schema = pa.schema(
        [(name, types.get(kind) or pa.type_for_alias(kind)) for name, kind in _TYPES.items()]
    )
    buffer = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(list(_rows(grades)), schema=schema), buffer)
    data = buffer.getvalue().to_pybytes()
    return Export((File(f"{grades.assignment}.parquet", data, len(grades.records)),))


def _rows(grades: Grades) -> Iterator[dict[str, Any]]:
    """Rows with every column of `_TYPES`, in that order."""
    for record in grades.records:
        checks = list(_checks(record))
        for check in checks or [_whole(record)]:
            row = {"assignment": grades.assignment, **_student(record), **check}
            yield {name: row.get(name) for name in _TYPES}


def _student(record: Record) -> dict[str, Any]:
    attempt, person = record.attempt, record.person
    return {
        "student": attempt.student,
        "name": person.name or None,
        "email": person.email or None,
        "section": person.section or None,
        "group": person.group or None,
        "attempt": record.number,
        "graded_at": record.graded_at,
        "submitted_at": attempt.submitted_at,
        "late": attempt.late,
    }


def _checks(record: Record) -> Iterator[dict[str, Any]]:
    for question in questions(record.attempt):
        for check in question.checks:
            told = check.diagnosis
            yield {
                "question": question.id,
                "check": check.id,
                "kind": check.kind.value,
                "visibility": check.visibility,
                "status": check.status.value,
                "points": None if check.points is None else check.points / 100,
                "max_points": check.max_points / 100,
                "margin": check.margin,
                "diagnosis_kind": told and told.kind.value,
                "diagnosis_id": told and told.id,
                "diagnosis_text": told and told.text,
            }
        if question.answer is not None:
            points = question.points
            yield {
                "question": question.id,
                "check": "answer",
                "kind": "written",
                "visibility": "public",
                "status": _marked(question),
                "points": None if points is None else points / 100,
                "max_points": question.max_points / 100,
                "diagnosis_text": question.mark.comment or None if question.mark else None,
            }


def _marked(question: QuestionVerdict) -> str:
    """An answer in words, in the statuses of checks."""
    if question.points is None:
        return Status.UNGRADED.value
    if not question.answer:
        return Status.NOT_ATTEMPTED.value
    return (Status.PASSED if question.points >= question.max_points else Status.FAILED).value


def _whole(record: Record) -> dict[str, Any]:
    attempt = record.attempt
    return {
        "status": status(attempt).value,
        "points": None if attempt.points is None else attempt.points / 100,
        "max_points": attempt.max_points / 100,
        "diagnosis_text": attempt.message or None,
    }


def _text(value: Any) -> str | float | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if value is None or isinstance(value, str | int) else value.isoformat()
