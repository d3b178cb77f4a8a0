"""What students were told: the misconceptions, and the answers alike that have no name yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.gradebook import Gradebook, comments_for, groups
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    QuestionVerdict,
    Status,
)

from .similarity import Bodies

EXAMPLE_LINES = 3
"""The last so many lines of an example are shown: a mistake is mostly near the return."""

_BELIEFS = (DiagnosisKind.MISCONCEPTION, DiagnosisKind.CAUSE)


@dataclass(frozen=True, slots=True)
class Misconception:
    """One wrong belief, and who holds it."""

    question: str
    id: str
    text: str
    students: tuple[str, ...]
    points: int
    """Hundredths it kept open, in whichever question."""
    via: int
    """How many of those in other questions, which follow from it."""
    example: tuple[str, ...] = ()
    """The end of one student's code."""
    example_student: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Students whose answers to a question behave alike, for a reason that has no name."""

    name: str
    question: str
    students: tuple[str, ...]
    told: str
    """The id of what they were told, in words."""
    points: int | None
    max_points: int
    commented: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """Hundredths of points that were not given, by what students were told."""

    total: int
    named: int
    """By a misconception, or what follows from one."""
    described: int
    """By a change, a relation or a fault of form that has no name as a belief."""
    stopped: int
    """The code raised an error, or was stopped."""
    not_started: int
    marked: int
    """In answers in words, by the person who marked them."""
    unnamed: int


def misconceptions(attempts: Sequence[Attempt], bodies: Bodies) -> tuple[Misconception, ...]:
    """The misconceptions that students hold, most students first.

    Args:
        attempts: the latest of each student.
        bodies: what they wrote, for the examples.
    """
    held: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    texts: dict[tuple[str, str], str] = {}
    cost: Counter[tuple[str, str]] = Counter()
    via: Counter[tuple[str, str]] = Counter()
    for attempt in attempts:
        for question, check, diagnosis in _open(attempt):
            if diagnosis is None or diagnosis.kind not in _BELIEFS:
                continue
            key = (question.id, diagnosis.id)
            if diagnosis.kind is DiagnosisKind.CAUSE:
                origin, _, belief = diagnosis.id.partition(".")
                key = (origin, belief)
                via[key] += _left(check)
            texts.setdefault(key, diagnosis.text.partition("\n\n")[0])
            held[key].setdefault(attempt.student)
            cost[key] += _left(check)
    found = [
        Misconception(
            *key, texts[key], tuple(who), cost[key], via[key], *_example(key[0], who, bodies)
        )
        for key, who in held.items()
    ]
    return tuple(sorted(found, key=lambda m: (-len(m.students), -m.points, m.question, m.id)))


def _example(question: str, who: Mapping[str, None], bodies: Bodies) -> tuple[tuple[str, ...], str]:
    """The end of the shortest answer among a misconception's holders, and whose it is."""
    found = [(s, body) for s in who if (body := bodies.get(s, {}).get(question)) is not None]
    if not found:
        return (), ""
    student, body = min(found, key=lambda each: len(each[1].tokens))
    lines = [line for line in body.lines if line.strip()]
    shown = lines[-EXAMPLE_LINES:]
    margin = min((_indent(line) for line in shown), default=0)
    while shown and _indent(shown[0]) > margin:  # the rest of a block whose head is not shown
        shown.pop(0)
    start = ["…"] if len(lines) > len(shown) else []
    return (*start, *(line[margin:] for line in shown)), student


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def alike(
    book: Gradebook, slug: str, attempts: Mapping[int, Attempt]
) -> tuple[tuple[Alike, ...], int]:
    """Groups of two or more whose answers lose points for a reason that no diagnosis names.

    Args:
        book: where the groups are.
        slug: the assignment.
        attempts: the latest of each student, by id.

    Returns:
        The groups, the largest first, and how many answers of that sort stand alone.
    """
    said = comments_for(book, slug, {number: a.student for number, a in attempts.items()})
    found, alone = [], 0
    for question, several in groups(book, slug, list(attempts)).items():
        for group in several:
            members = [attempts[number] for number in group.members]
            first = next((q for a in members[:1] for q in a.questions if q.id == question), None)
            told = None if first is None else _costliest(first)
            if first is None or told is None or told.kind is not DiagnosisKind.CHECK:
                continue
            if len(members) == 1:
                alone += 1
                continue
            found.append(
                Alike(
                    group.name,
                    question,
                    tuple(member.student for member in members),
                    told.id.replace("_", " "),
                    first.points,
                    first.max_points,
                    commented=question in said.get(group.members[0], {}),
                )
            )
    return tuple(sorted(found, key=lambda group: (-len(group.students), group.name))), alone


def lost(attempts: Sequence[Attempt]) -> Lost:
    """Where the points of a cohort went."""
    by: Counter[str] = Counter()
    for attempt in attempts:
        for _, check, diagnosis in _open(attempt):
            by[_reason(check, diagnosis)] += _left(check)
        for question in attempt.questions:
            if question.answer is not None and question.points is not None:
                reason = "marked" if question.answer else "not_started"
                by[reason] += max(question.max_points - question.points, 0)
    return Lost(total=by.total(), **{name: by[name] for name in Lost.__slots__ if name != "total"})


def _reason(check: CheckVerdict, diagnosis: Diagnosis | None) -> str:
    kind = None if diagnosis is None else diagnosis.kind
    if check.status in (Status.NOT_ATTEMPTED, Status.MISSING):
        return "not_started"
    if kind in _BELIEFS:
        return "named"
    if kind in (DiagnosisKind.STRUCTURE, DiagnosisKind.MUTANT, DiagnosisKind.RELATION):
        return "described"
    return "stopped" if kind is DiagnosisKind.UNOBSERVED else "unnamed"


def _open(attempt: Attempt) -> Iterator[tuple[QuestionVerdict, CheckVerdict, Diagnosis | None]]:
    """The checks that kept points open, whatever a person gave for the question."""
    for question in attempt.questions:
        for check in question.checks:
            if check.points is not None and check.status is not Status.PASSED:
                yield question, check, check.diagnosis


def _left(check: CheckVerdict) -> int:
    return check.max_points - (check.points or 0)


def _costliest(question: QuestionVerdict) -> Diagnosis | None:
    """What keeps most of a question open."""
    cost: Counter[Diagnosis] = Counter()
    for check in question.checks:
        if check.diagnosis is not None and check.points is not None:
            cost[check.diagnosis] += _left(check)
    return cost.most_common(1)[0][0] if cost else None
