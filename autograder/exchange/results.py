"""results.json, for programs, and grades.csv, for spreadsheets and learning platforms."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.verdict import Attempt, CheckVerdict, Outcome, QuestionVerdict

from .files import feedback_name, write_atomically

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
                "status": _status(attempt).value,
                "message": attempt.message,
                "score": _number(attempt.points),
                "max_score": _number(attempt.max_points),
                "seconds": round(attempt.seconds, 3),
                "isolation": attempt.isolation,
                "feedback": f"feedback/{feedback_name(attempt.student, taken)}",
                "questions": [_question(question) for question in _questions(attempt)],
            }
            for attempt in attempts
        ],
    }


def grades_csv(attempts: Sequence[Attempt]) -> str:
    """The text of grades.csv: a row a student, a column a question, empty where ungraded."""
    columns = list(dict.fromkeys(q.id for attempt in attempts for q in attempt.questions))
    header = ["student", "assignment", "score", "max_score", "status", *columns]
    lines = [_line(header)]
    for attempt in attempts:
        missing = 0 if attempt.outcome is Outcome.UNREADABLE else None
        points = {question.id: question.points for question in _questions(attempt)}
        lines.append(
            _line(
                [
                    attempt.student,
                    attempt.assignment or "",
                    _number(attempt.points),
                    _number(attempt.max_points),
                    _status(attempt).value,
                    *(_number(points.get(column, missing)) for column in columns),
                ]
            )
        )
    return "".join(lines)


def _question(question: QuestionVerdict) -> dict[str, Any]:
    return {
        "id": question.id,
        "score": _number(question.points),
        "max_score": _number(question.max_points),
        "checks": [_check(check) for check in question.checks],
    }


def _check(check: CheckVerdict) -> dict[str, Any]:
    told = check.diagnosis
    if check.points is None or check.status == "passed":
        told = None
    return {
        "id": check.id,
        "kind": check.kind.value,
        "visibility": check.visibility,
        "status": check.status.value,
        "points": _number(check.points),
        "max_points": _number(check.max_points),
        "diagnosis": told and {"kind": told.kind.value, "id": told.id, "text": told.text},
    }


def _questions(attempt: Attempt) -> Iterator[QuestionVerdict]:
    return iter(() if attempt.outcome is Outcome.UNREADABLE else attempt.questions)


def _status(attempt: Attempt) -> Outcome:
    """What has no score is ungraded, whatever else is known of it."""
    return Outcome.UNGRADED if attempt.points is None else attempt.outcome


def _number(hundredths: int | None) -> int | float | None:
    if hundredths is None:
        return None
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def _json(document: dict[str, Any]) -> str:
    """JSON with a submission a line: quick to write, and `grep` finds a student."""
    submissions = document["submissions"]
    head = json.dumps({**document, "submissions": []}, ensure_ascii=False).removesuffix("]}")
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in submissions)
    return f"{head}\n{lines}\n]}}\n" if submissions else f"{head}]}}\n"


def _line(cells: Sequence[str | float | None]) -> str:
    """One line of CSV; the writer's own line end makes it quote a carriage return in a cell."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_plain(c) if isinstance(c, str) else c for c in cells])
    return buffer.getvalue().removesuffix("\r\n") + "\n"


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
