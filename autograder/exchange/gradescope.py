"""A submission's results as Gradescope reads them from results.json.

Source of the format: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.verdict import UNEXPLAINED, CheckVerdict, DiagnosisKind, QuestionVerdict, Status

_OURS = "Not graded. That is not your fault."


def results(
    questions: Sequence[QuestionVerdict], *, message: str = "", seconds: float | None = None
) -> dict[str, Any]:
    """The object of results.json: one test a check, in the assignment's order.

    What a test says of a hidden check is its sentence and its diagnosis, as on the feedback page,
    so every test is visible. What a submission printed is not.

    Args:
        questions: what is known of each question; an ungraded check gets no score.
        message: what to say above the tests, plain text.
        seconds: how long grading took.

    Returns:
        Plain data. "score" is the sum over the checks that were judged; it is absent while there
        is none, which Gradescope takes as a failure of the autograder and not as a zero. An
        unreadable file's zero is the caller's to add.
    """
    checks = [check for question in questions for check in question.checks]
    judged = [check.points for check in checks if check.points is not None]
    said = [message] if message else []
    if len(judged) < len(checks):
        said.append(
            f"{len(checks) - len(judged)} of {len(checks)} checks were not graded. That is not "
            "your fault, and the score holds only what was graded: tell your instructor, who can "
            "run the autograder again."
        )
    if any(question.answer is not None for question in questions):
        said.append("The answers in words are marked by a person; their points come on top.")
    found: dict[str, Any] = {
        "output": "\n\n".join(said),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _test(f"{number}.{part}", question, check)
            for number, question in enumerate(questions, 1)
            for part, check in enumerate(question.checks, 1)
        ],
    }
    if judged:
        found["score"] = sum(judged) / 100
    if seconds is not None:
        found["execution_time"] = round(seconds)
    return found


def _test(number: str, question: QuestionVerdict, check: CheckVerdict) -> dict[str, Any]:
    test: dict[str, Any] = {
        "number": number,
        "name": f"{question.id}: {check.id.replace('_', ' ')}",
        "max_score": check.max_points / 100,
        "output": _output(check),
        "output_format": "text",
        "visibility": "visible",
    }
    if check.points is not None:
        test["score"] = check.points / 100
        test["status"] = "passed" if check.status is Status.PASSED else "failed"
    return test


def _output(check: CheckVerdict) -> str:
    """The check's sentence, then why it did not pass; a public example also as it went."""
    if check.points is None:
        return f"{check.sentence}\n\n{_OURS}"
    if check.status is Status.PASSED:
        return check.sentence
    told = check.diagnosis
    if told is None or told.kind is DiagnosisKind.CHECK:
        parts = [
            told.text if told else check.sentence,
            UNEXPLAINED.get(check.status, "Not right yet."),
        ]
    else:
        parts = [check.sentence, told.text]
    if check.visibility == "public" and check.evidence is not None:
        shown = check.evidence
        parts.append(f"{shown.call}\nyou got   {shown.got}\nexpected  {shown.expected}")
    return "\n\n".join(parts)
