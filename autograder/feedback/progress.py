"""One student's attempts at an assignment, from each to the next: points, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.feedback import words
from autograder.policy import HandedIn
from autograder.verdict import Outcome, total, written


@dataclass(frozen=True, slots=True)
class Earlier:
    """One attempt, as the gradebook has it."""

    number: int
    """From 1; a regrade has the number of the attempt that it grades again."""
    again: bool
    """Whether it is a regrade."""
    graded: datetime
    handed: HandedIn
    counts: bool
    """Whether the grade comes from it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table."""

    name: str
    when: str
    points: int | None
    """Hundredths; None while it is ungraded."""
    change: str
    """What changed since the line before, in words."""
    counts: bool


def steps(attempts: Sequence[Earlier]) -> tuple[Step, ...]:
    """A line for each attempt, the oldest first; none where there is only one."""
    if len(attempts) < 2:
        return ()
    lines = []
    before: Earlier | None = None
    for attempt in attempts:
        at = attempt.handed.at
        if attempt.again or at is None:
            when = f"graded {words.date(attempt.graded)}"
        else:
            when = f"handed in {words.date(at)}"
        name = f"{attempt.number}, regraded" if attempt.again else str(attempt.number)
        points = _points(attempt.handed)
        change = _change(before.handed, attempt.handed) if before else "The first."
        lines.append(Step(name, when, points, change, attempt.counts))
        before = attempt
    return tuple(lines)


def _points(handed: HandedIn) -> int | None:
    if handed.outcome is Outcome.UNREADABLE:
        return 0
    return total(handed.points.values())


def _change(before: HandedIn, after: HandedIn) -> str:
    if after.outcome is Outcome.UNREADABLE:
        return "The file could not be read."
    if after.outcome is Outcome.UNGRADED:
        return "Not graded yet."
    old: Mapping[str, int | None] = before.points
    gaps = {name: (now or 0) - (old.get(name) or 0) for name, now in after.points.items()}
    gained = [f"{written(gap)} in {name}" for name, gap in gaps.items() if gap > 0]
    lost = [f"{written(-gap)} in {name}" for name, gap in gaps.items() if gap < 0]
    parts = []
    if gained:
        parts.append(f"gained {words.listed(gained)}")
    if lost:
        parts.append(f"lost {words.listed(lost)}")
    return f"{words.capital('; '.join(parts))}." if parts else "The same points."
