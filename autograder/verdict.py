"""What grading one submission comes to: statuses, points, diagnoses, all plain frozen data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What a check looks at; decides its share of a question's points."""

    PUBLIC = "public"
    VALUE = "value"
    BROADCAST = "broadcast"
    DTYPE = "dtype"
    EDGE = "edge"
    ERROR = "error"
    GRAD = "grad"
    PROPERTY = "property"
    STAT = "stat"
    STABILITY = "stability"


class Status(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    MISSING = "missing"
    NOT_ATTEMPTED = "not_attempted"
    UNGRADED = "ungraded"


UNEXPLAINED = {
    Status.ERROR: "Your code raised an error.",
    Status.TIMEOUT: "Your code needed more time than there is for one call.",
    Status.MISSING: "No definition of this name was found.",
    Status.NOT_ATTEMPTED: "The stub is still in place, so there was nothing to check yet.",
}
"""What a student reads of a status that no diagnosis explains."""


class Outcome(StrEnum):
    """How one submission ended."""

    GRADED = "graded"
    UNREADABLE = "unreadable"
    UNGRADED = "ungraded"


class DiagnosisKind(StrEnum):
    """Which kind of evidence a diagnosis rests on, in the order in which they are tried."""

    UNOBSERVED = "unobserved"
    MISCONCEPTION = "misconception"
    STRUCTURE = "structure"
    MUTANT = "mutant"
    RELATION = "relation"
    CAUSE = "cause"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a check did not pass, in words a student may read."""

    kind: DiagnosisKind
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A public example as it went: each is a short text, never from a hidden check."""

    call: str
    """The inputs, one `name = value` a line."""
    got: str
    expected: str


@dataclass(frozen=True, slots=True)
class CheckVerdict:
    """One check on one submission. Points are integer hundredths; None while ungraded."""

    id: str
    kind: Kind
    visibility: str
    sentence: str
    """What the check asks: its docstring."""
    status: Status
    points: int | None
    max_points: int
    diagnosis: Diagnosis | None = None
    evidence: Evidence | None = None
    margin: float | None = None
    """The largest error / tolerance of the floats compared: at most 1 where they pass. None where
    something else decides, or an error is not finite."""


@dataclass(frozen=True, slots=True)
class Override:
    """Points that a person gives for a question, whatever the checks say."""

    author: str
    date: datetime
    points: int
    """Hundredths."""
    why: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person gave for an answer in words."""

    author: str
    date: datetime
    points: int
    """Hundredths."""
    items: tuple[str, ...]
    """Ids of the rubric's items that the answer has."""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class QuestionVerdict:
    """One question of one submission."""

    id: str
    title: str
    max_points: int
    checks: tuple[CheckVerdict, ...]
    cell: int | None = None
    """Index into the notebook's cells of the definition that was graded, or would have been if its
    cell had run; None if there is none."""
    line: int | None = None
    """Line (from 1) in that cell on which a failing check's exception was raised, if one was."""
    signature: str = ""
    """What its hidden checks saw, see `grouping`; for the teaching team alone."""
    version: str = ""
    """Of what decided it, see `versions`."""
    seconds: float | None = None
    """CPU seconds of the calls made for it, those for its diagnosis too; None if not counted."""
    plot: str | None = None
    """What its feedback draws, see `plots.Drawing.text`; None where there is nothing to see."""

    answer: str | None = None
    """For a question without checks: the student's words, which a person marks."""
    mark: Mark | None = None
    override: Override | None = None

    @property
    def waits(self) -> bool:
        """Whether a person has still to mark it."""
        return bool(self.answer) and self.mark is None and self.override is None

    @property
    def earned(self) -> int | None:
        """Sum over the checks, None if one of them is ungraded; of an answer in words its mark,
        None until it has one, 0 if nothing was written.
        """
        if self.answer:
            return None if self.mark is None else self.mark.points
        return total(check.points for check in self.checks)

    @property
    def points(self) -> int | None:
        """What counts: what a person has said, else what was earned."""
        return self.earned if self.override is None else self.override.points


@dataclass(frozen=True, slots=True)
class Attempt:
    """One grading of one submission: what the gradebook keeps, immutable."""

    student: str
    assignment: str | None
    path: str
    sha256: str
    outcome: Outcome
    isolation: str
    checks_version: str
    message: str = ""
    seconds: float = 0.0
    """CPU seconds of the submission's processes."""
    questions: tuple[QuestionVerdict, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    """(cell index, sentence) for each cell that did not run as written."""
    max_points: int = 0
    submitted_at: datetime | None = None
    """None if nobody says."""
    late: bool | None = None
    """As the platform says that it came from; None if that doesn't say."""

    @property
    def points(self) -> int | None:
        """Hundredths that count; 0 for an unreadable submission, None while a question has none."""
        if self.outcome is Outcome.UNREADABLE:
            return 0
        return total(question.points for question in self.questions)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a teacher wrote on a question."""

    author: str
    date: datetime
    text: str


def costliest(questions: Iterable[QuestionVerdict]) -> tuple[str, str] | None:
    """(question, id of the diagnosis) that keep most points open; None where nothing is told."""
    cost: Counter[tuple[str, str]] = Counter()
    for question in questions:
        for check in question.checks:
            if check.diagnosis is not None and check.points is not None:
                cost[question.id, check.diagnosis.id] += check.max_points - check.points
    return cost.most_common(1)[0][0] if cost else None


def written(hundredths: int | None) -> str:
    """Points as people write them: 1350 → "13.5", −200 → "−2"; None → "–"."""
    if hundredths is None:
        return "–"
    whole, rest = divmod(abs(hundredths), 100)
    sign = "−" if hundredths < 0 else ""
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")


def total(points: object) -> int | None:
    """Sum of an iterable of hundredths, or None if any of them is None."""
    values = list(points)  # type: ignore[call-overload]
    return None if any(value is None for value in values) else sum(values)


_GROUPS: tuple[tuple[int, frozenset[Kind]], ...] = (
    (10, frozenset({Kind.PUBLIC})),
    (40, frozenset({Kind.VALUE, Kind.BROADCAST, Kind.DTYPE})),
    (20, frozenset({Kind.EDGE, Kind.ERROR})),
    (20, frozenset({Kind.GRAD, Kind.PROPERTY, Kind.STAT})),
    (10, frozenset({Kind.STABILITY})),
)


def share_points(points: int, kinds: Sequence[Kind]) -> tuple[int, ...]:
    """Share a question's points among its checks by their kinds.

    Args:
        points: the question's points, whole.
        kinds: each check's kind, in order.

    Returns:
        Hundredths of a point for each check. Groups of kinds weigh 10, 40, 20, 20 and 10,
        renormalised over the groups present, equal inside a group; largest remainder, ties to
        the earlier check, so the sum is exactly `100 * points`.
    """
    weight = {kind: w for w, group in _GROUPS for kind in group}
    members = {w_group: [k for k in kinds if k in w_group[1]] for w_group in _GROUPS}
    present = sum(group[0] for group, found in members.items() if found)
    size = {kind: len(found) for (_, group), found in members.items() for kind in group}
    exact = [Fraction(100 * points * weight[k], present * size[k]) for k in kinds]
    shares = [int(x) for x in exact]
    left = 100 * points - sum(shares)
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[:left]:
        shares[i] += 1
    return tuple(shares)
