"""results.json, for programs, and grades.csv, for spreadsheets and learning platforms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from autograder.verdict import Attempt, CheckVerdict, Outcome, QuestionVerdict

from .files import feedback_name, write_atomically
from .records import questions, status
from .tables import Cell, csv_text, number

SCHEMA = 1


def write_results(
    directory: Path, assignment: str | None, attempts: Sequence[Attempt], isolation: str
) -> dict[str, Any]:
    """Write `results.json` and `grades.csv` into a folder, made if need be.

    Args:
        directory: where to; see `folder_of`.
        assignment: what the attempts are for, None for files of no known assignment.
        attempts: every student's latest, in the order in which they are listed.
        isolation: the tier that this run graded in.

    Returns:
        The object that is in results.json.
    """
    document = results(assignment, attempts, isolation)
    directory.mkdir(parents=True, exist_ok=True)
    write_atomically(directory / "results.json", _json(document))
    write_atomically(directory / "grades.csv", grades_csv(attempts))
    return document


def results(assignment: str | None, attempts: Iterable[Attempt], isolation: str) -> dict[str, Any]:
    """The object of results.json: scores in points, at most two decimals, null while ungraded."""
    taken: set[str] = set()
    return {
        "schema": SCHEMA,
        "assignment": assignment,
        "isolation": isolation,
        "submissions": [
            {
                "student": attempt.student,
                "path": attempt.path,
                "status": status(attempt).value,
                "message": attempt.message or _waits(attempt),
                "score": number(attempt.points),
                "max_score": number(attempt.max_points),
                "seconds": round(attempt.seconds, 3),
                "isolation": attempt.isolation,
                "feedback": f"feedback/{feedback_name(attempt.student, taken)}",
                "questions": [_question(question) for question in questions(attempt)],
            }
            for attempt in attempts
        ],
    }


def grades_csv(attempts: Sequence[Attempt]) -> str:
    """The text of grades.csv: a row a student, a column a question, empty where ungraded."""
    columns = list(dict.fromkeys(q.id for attempt in attempts for q in attempt.questions))
    rows: list[list[Cell]] = [["student", "assignment", "score", "max_score", "status", *columns]]
    for attempt in attempts:
        missing = 0 if attempt.outcome is Outcome.UNREADABLE else None
        points = {question.id: question.points for question in questions(attempt)}
        rows.append(
            [
                attempt.student,
                attempt.assignment or "",
                number(attempt.points),
                number(attempt.max_points),
                status(attempt).value,
                *(number(points.get(column, missing)) for column in columns),
            ]
        )
    return csv_text(rows, end="\n")


def _waits(attempt: Attempt) -> str:
    """Why an attempt that the machine has graded has no score."""
    count = sum(question.waits for question in attempt.questions)
    if count == 0:
        return ""
    return "1 answer waits for a mark" if count == 1 else f"{count} answers wait for a mark"


def _question(question: QuestionVerdict) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": question.id,
        "score": number(question.points),
        "max_score": number(question.max_points),
        "checks": [_check(check) for check in question.checks],
    }
    mark = question.mark
    if mark is not None:
        entry["mark"] = {
            "points": number(mark.points),
            "by": mark.author,
            "date": mark.date.isoformat(),
            "items": list(mark.items),
            "comment": mark.comment,
        }
    given = question.override
    if given is not None:
        entry["override"] = {
            "points": number(given.points),
            "by": given.author,
            "date": given.date.isoformat(),
            "why": given.why,
        }
    return entry


def _check(check: CheckVerdict) -> dict[str, Any]:
    told = check.diagnosis
    if check.points is None or check.status == "passed":
        told = None
    return {
        "id": check.id,
        "kind": check.kind.value,
        "visibility": check.visibility,
        "status": check.status.value,
        "points": number(check.points),
        "max_points": number(check.max_points),
        "diagnosis": told and {"kind": told.kind.value, "id": told.id, "text": told.text},
    }


def _json(document: dict[str, Any]) -> str:
    """JSON with a submission a line: quick to write, and `grep` finds a student."""
    submissions = document["submissions"]
    head = json.dumps({**document, "submissions": []}, ensure_ascii=False).removesuffix("]}")
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in submissions)
    return f"{head}\n{lines}\n]}}\n" if submissions else f"{head}]}}\n"
