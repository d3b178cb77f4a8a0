"""Near-misses: verdicts that a somewhat other tolerance would have turned."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.verdict import Attempt, CheckVerdict, QuestionVerdict, Status

NEAR = 10.0
"""An error is near its tolerance from a tenth of it to ten times it. A right answer of this course
errs by less than a tenth, a mistake mostly by hundreds: docs/validity.md."""
LOWEST, HIGHEST = -9, 8
"""Decades of the histogram; what lies beyond, and no error at all, is in the first or the last."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The answers on one side of one check's tolerance, and near it."""

    question: str
    check: str
    status: Status
    """Passed or failed."""
    students: tuple[str, ...]
    """The nearest to the tolerance first."""
    low: float
    high: float
    """The least and the largest error / tolerance among them."""


@dataclass(frozen=True, slots=True)
class Margins:
    """How far the errors of a cohort are from what is allowed."""

    compared: int
    """Verdicts that rest on an error and a tolerance."""
    decades: tuple[int, ...]
    """How many of them there are in each decade of error / tolerance, from LOWEST on: what passes
    is below 1, the others above."""
    near: tuple[NearMiss, ...]
    """Failed before passed, then most students first."""

    @property
    def passed(self) -> int:
        """How many errors were within the tolerance."""
        return sum(self.decades[:-LOWEST])

    @property
    def failed(self) -> int:
        """How many were beyond it."""
        return self.compared - self.passed

    @property
    def verdicts(self) -> int:
        """How many are near."""
        return sum(len(each.students) for each in self.near)


def margins(attempts: Sequence[Attempt]) -> Margins:
    """Gather the margins of all checks of the students' latest attempts."""
    decades: Counter[int] = Counter()
    near: dict[tuple[str, str, Status], list[tuple[float, str]]] = defaultdict(list)
    for attempt in attempts:
        for question, check, margin in _compared(attempt):
            decades[_decade(margin)] += 1
            if 1 / NEAR < margin < NEAR:
                key = question.id, check.id, check.status
                near[key].append((margin, attempt.student))
    found = [
        NearMiss(
            *key,
            tuple(who for _, who in sorted(of, key=lambda each: abs(math.log(each[0])))),
            min(of)[0],
            max(of)[0],
        )
        for key, of in near.items()
    ]
    return Margins(
        compared=decades.total(),
        decades=tuple(decades[i] for i in range(LOWEST, HIGHEST)),
        near=tuple(sorted(found, key=lambda n: (n.status is Status.PASSED, -len(n.students)))),
    )


def _compared(attempt: Attempt) -> Iterator[tuple[QuestionVerdict, CheckVerdict, float]]:
    for question in attempt.questions:
        for check in question.checks:
            if check.margin is not None:
                yield question, check, check.margin


def _decade(margin: float) -> int:
    """Of `10**decade < margin <= 10**(decade + 1)`: 1 is the last that passes."""
    if margin <= 0:
        return LOWEST
    return min(max(math.ceil(math.log10(margin)) - 1, LOWEST), HIGHEST - 1)
