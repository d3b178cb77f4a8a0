"""Attempts to rows of the gradebook's tables and back, without loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Evidence,
    Kind,
    Mark,
    Outcome,
    Override,
    QuestionVerdict,
    Status,
)
from autograder.written import digest

Values = dict[str, Any]


def of_attempt(attempt: Attempt) -> Values:
    """The row of `attempts`, without what only the gradebook knows."""
    return _writable(
        {
            "student": attempt.student,
            "assignment": attempt.assignment,
            "path": attempt.path,
            "sha256": attempt.sha256,
            "outcome": attempt.outcome,
            "isolation": attempt.isolation,
            "checks_version": attempt.checks_version,
            "message": attempt.message,
            "seconds": attempt.seconds,
            "points": attempt.points,
            "max_points": attempt.max_points,
            "submitted_at": attempt.submitted_at
            and attempt.submitted_at.astimezone(UTC).isoformat(timespec="seconds"),
            "late": attempt.late,
        }
    )


def of_parts(attempt: Attempt) -> tuple[list[Values], list[Values], list[Values]]:
    """The rows of `questions`, `checks` and `notes`, without the attempt's id."""
    questions = [
        _writable(
            {
                "position": position,
                "id": question.id,
                "title": question.title,
                "points": question.earned,
                "max_points": question.max_points,
                "cell": question.cell,
                "line": question.line,
                "signature": question.signature,
                "version": question.version,
                "plot": question.plot,
                "seconds": question.seconds,
                "answer": question.answer,
            }
        )
        for position, question in enumerate(attempt.questions)
    ]
    checks = [
        _of_check(check, question=number, position=position)
        for number, question in enumerate(attempt.questions)
        for position, check in enumerate(question.checks)
    ]
    notes = [
        _writable({"position": position, "cell": cell, "sentence": sentence})
        for position, (cell, sentence) in enumerate(attempt.notes)
    ]
    return questions, checks, notes


def to_attempt(
    head: Row[Any],
    parts: Sequence[Sequence[Row[Any]]],
    overrides: Mapping[str, Override],
    marks: Mapping[tuple[str, str], Mark],
) -> Attempt:
    """The attempt of its row and those of `of_parts`, each in order of position.

    Args:
        head: of `attempts`.
        parts: of `questions`, `checks` and `notes`.
        overrides: what persons have given, by question.
        marks: what they gave for answers in words, by question and digest of the answer.
    """
    questions, checks, notes = parts
    of_question: dict[int, list[CheckVerdict]] = defaultdict(list)
    for row in checks:
        of_question[row.question].append(_to_check(row))
    return Attempt(
        student=head.student,
        assignment=head.assignment,
        path=head.path,
        sha256=head.sha256,
        outcome=Outcome(head.outcome),
        isolation=head.isolation,
        checks_version=head.checks_version,
        message=head.message,
        seconds=head.seconds,
        questions=tuple(
            QuestionVerdict(
                id=row.id,
                title=row.title,
                max_points=row.max_points,
                checks=tuple(of_question[row.position]),
                cell=row.cell,
                line=row.line,
                signature=row.signature,
                version=row.version,
                plot=row.plot,
                seconds=row.seconds,
                answer=row.answer,
                mark=mark_of(row, marks),
                override=overrides.get(row.id),
            )
            for row in questions
        ),
        notes=tuple((row.cell, row.sentence) for row in notes),
        max_points=head.max_points,
        submitted_at=head.submitted_at and datetime.fromisoformat(head.submitted_at),
        late=head.late,
    )


def mark_of(question: Row[Any], marks: Mapping[tuple[str, str], Mark]) -> Mark | None:
    """The mark of a row of `questions`, if it is answered in words and has one."""
    if not question.answer:
        return None
    return marks.get((question.id, digest(question.answer)))


def _of_check(check: CheckVerdict, *, question: int, position: int) -> Values:
    diagnosis, evidence = check.diagnosis, check.evidence
    return _writable(
        {
            "question": question,
            "position": position,
            "id": check.id,
            "kind": check.kind,
            "visibility": check.visibility,
            "sentence": check.sentence,
            "status": check.status,
            "points": check.points,
            "max_points": check.max_points,
            "diagnosis_kind": diagnosis and diagnosis.kind,
            "diagnosis_id": diagnosis and diagnosis.id,
            "diagnosis_text": diagnosis and diagnosis.text,
            "call": evidence and evidence.call,
            "got": evidence and evidence.got,
            "expected": evidence and evidence.expected,
            "margin": check.margin,
        }
    )


def _to_check(row: Row[Any]) -> CheckVerdict:
    diagnosis = evidence = None
    if row.diagnosis_kind is not None:
        diagnosis = Diagnosis(
            DiagnosisKind(row.diagnosis_kind), row.diagnosis_id, row.diagnosis_text
        )
    if row.got is not None:
        evidence = Evidence(row.call, row.got, row.expected)
    return CheckVerdict(
        id=row.id,
        kind=Kind(row.kind),
        visibility=row.visibility,
        sentence=row.sentence,
        status=Status(row.status),
        points=row.points,
        max_points=row.max_points,
        diagnosis=diagnosis,
        evidence=evidence,
        margin=row.margin,
    )


def _writable(row: Values) -> Values:
    """Half surrogate pairs, which student code can put into a name, can't be stored."""
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }
