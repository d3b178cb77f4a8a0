"""What a student handed in: points by question, when, and what the platform said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from autograder.verdict import Attempt, Outcome, total


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file that a student handed in, as it was last graded."""

    student: str
    assignment: str
    points: Mapping[str, int | None] = field(default_factory=dict)
    """Hundredths by question; None where ungraded."""
    outcome: Outcome = Outcome.GRADED
    at: datetime | None = None
    """With a time zone; None if nobody says."""
    late: bool | None = None
    """As the platform says; None if it doesn't."""

    def __post_init__(self) -> None:
        assert self.at is None or self.at.tzinfo is not None

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        """What counts of an attempt in the gradebook."""
        return cls(
            attempt.student,
            attempt.assignment or "",
            {question.id: question.points for question in attempt.questions},
            attempt.outcome,
            attempt.submitted_at,
            attempt.late,
        )

    def earned(self, questions: Mapping[str, int]) -> int | None:
        """Hundredths on these questions; 0 if unreadable, None if any of it is ungraded."""
        if self.outcome is Outcome.UNGRADED:
            return None
        if self.outcome is Outcome.UNREADABLE:
            return 0
        return total(self.points.get(question, 0) for question in questions)
