"""What the course's rules made of the points: lateness, slip days, the mean before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from autograder.policy import Final
from autograder.verdict import Outcome


@dataclass(frozen=True, slots=True)
class ByPolicy:
    """The grades of those whose work could be read and is graded; all points in hundredths."""

    students: int
    late: int
    """Who handed in late, before slip days."""
    slip_days: int
    slipped: int
    """Who spent any."""
    taken: int
    """What lateness took, in all."""
    lost: int
    """Who lost anything by it."""
    before: float
    """The mean of the points earned."""
    after: float
    """The mean of the grades, with all rules."""
    nothing: int
    """Who handed in nothing that was due: 0, and in no mean."""


def by_policy(finals: Iterable[Final]) -> ByPolicy | None:
    """Sum up the grades on one assignment; None while none is known."""
    known = [final for final in finals if final.points is not None]
    handed_in = [
        final
        for final in known
        if final.counts is not None and final.counts.outcome is not Outcome.UNREADABLE
    ]
    if not handed_in:
        return None
    return ByPolicy(
        students=len(handed_in),
        late=sum(final.days_late > 0 for final in handed_in),
        slip_days=sum(final.slip_days for final in handed_in),
        slipped=sum(final.slip_days > 0 for final in handed_in),
        taken=sum(final.late_points for final in handed_in),
        lost=sum(final.late_points > 0 for final in handed_in),
        before=float(np.mean([final.steps[0].total or 0 for final in handed_in])),
        after=float(np.mean([final.points or 0 for final in handed_in])),
        nothing=sum(final.counts is None for final in known),
    )
