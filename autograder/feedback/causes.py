"""Why points are open on a page: everything that one mistake keeps open, told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.feedback import words
from autograder.verdict import (
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Override,
    QuestionVerdict,
    Status,
    written,
)


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to revise: all checks, in whichever question, that it keeps open."""

    question: str
    """Id of the question in which to change something."""
    text: str
    points: int
    """Hundredths still open because of it."""
    checks: tuple[CheckVerdict, ...]
    also: tuple[str, ...] = ()
    """Ids of the other questions that it keeps open."""

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The diagnosis all its checks share, if they have one."""
        return self.checks[0].diagnosis if self.checks else None

    @property
    def then(self) -> str:
        """What leads on from the finding: a misconception's second paragraph, or ""."""
        return self.diagnosis.text.partition("\n\n")[2] if self.diagnosis else ""

    @property
    def status(self) -> Status:
        """How its first check ended; an answer in words has none."""
        return self.checks[0].status if self.checks else Status.FAILED


def causes(questions: Sequence[QuestionVerdict]) -> tuple[Cause, ...]:
    """What keeps points open, most points first; their points add up to the points still open."""
    found: dict[tuple[str, ...], list[tuple[str, CheckVerdict]]] = {}
    given = []
    for question in questions:
        if question.override is not None:
            given += _given(question, question.override)
            continue
        if question.answer is not None and (question.earned or 0) < question.max_points:
            given += _in_words(question)
        for check in question.checks:
            if check.points is not None and check.points < check.max_points:
                found.setdefault(_cause(question.id, check), []).append((question.id, check))
    order = [_one_cause(key[0], members) for key, members in found.items()]
    return tuple(sorted([*order, *given], key=lambda cause: -cause.points))


def _given(question: QuestionVerdict, override: Override) -> list[Cause]:
    """What a person's points leave open."""
    left = question.max_points - override.points
    text = f"{override.author} gave {written(override.points)} of "
    text += f"{words.points_long(question.max_points)} here; the reason is below."
    return [Cause(question.id, text, left, question.checks, ())] if left > 0 else []


def _in_words(question: QuestionVerdict) -> list[Cause]:
    """What is not in an answer, once it has been read."""
    if question.earned is None:
        return []
    said = question.mark.comment if question.mark else ""
    text = said or "The rows marked “Not in it” say what else was looked for."
    if not question.answer:
        text = "Nothing is written below its heading."
    return [Cause(question.id, text, question.max_points - question.earned, ())]


def _cause(question: str, check: CheckVerdict) -> tuple[str, ...]:
    """What tells causes apart; the first part is the question to change."""
    diagnosis = check.diagnosis
    if not words.explanation(check):
        return question, DiagnosisKind.CHECK
    if diagnosis is None:
        return question, check.status
    if diagnosis.kind is DiagnosisKind.CAUSE:
        origin, _, misconception = diagnosis.id.partition(".")
        return origin, DiagnosisKind.MISCONCEPTION, misconception
    if diagnosis.kind is DiagnosisKind.MISCONCEPTION:
        return question, diagnosis.kind, diagnosis.id
    return question, diagnosis.kind, diagnosis.id, diagnosis.text


def _one_cause(origin: str, members: Sequence[tuple[str, CheckVerdict]]) -> Cause:
    own = [check for question, check in members if question == origin]
    checks = own or [check for _, check in members]
    text = words.explanation(checks[0])
    if not text:
        names = [f"“{words.check_name(check.id)}”" for check in checks]
        verb = "is" if len(names) == 1 else "are"
        text = f"{words.capital(words.listed(names, limit=3))} {verb} not right yet."
    return Cause(
        question=origin,
        text=text,
        points=sum(check.max_points - (check.points or 0) for _, check in members),
        checks=tuple(checks),
        also=tuple(dict.fromkeys(question for question, _ in members if question != origin)),
    )


def worth_naming(cause: Cause, open_points: int) -> bool:
    """Whether one change buys so much that the first lines of the page should say so."""
    if not cause.checks or cause.status in (Status.NOT_ATTEMPTED, Status.MISSING):
        return False
    return bool(cause.also) or 4 * cause.points >= open_points
