"""How far right answers are from the reference, and wrong ones, in tolerances of each check."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.assignment import Check, Question
from autograder.compare import as_floats
from autograder.expectation import Expectations, judge, watches, worst_ratio
from autograder.observation import Observation

MARGIN = 10
"""A check that a wrong answer misses by fewer tolerances than this is flagged."""
HALF = 0.5
"""Right answers stay below this share of a tolerance."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One check between right and wrong answers."""

    check: str
    dtype: str
    rtol: float
    atol: float
    spread: float
    """The largest error of a right answer."""
    right: float
    """The same, in tolerances."""
    wrong: Mapping[str, float]
    """For each wrong answer that fails the check, its error in tolerances; inf where its form, a
    property or an exception tells it.
    """

    @property
    def nearest(self) -> tuple[str, float]:
        """The wrong answer with the least error."""
        name = min(self.wrong, key=lambda name: self.wrong[name], default="")
        return name, self.wrong.get(name, math.inf)


def margins(
    cohorts: list[Expectations], question: Question, *, mutated: bool = False
) -> list[Margin]:
    """Every check of a question, right answers under all seeds, wrong ones under the first.

    Args:
        cohorts: one a seed.
        question: whose checks to look at.
        mutated: look at the solution's mutants as well as at misconceptions.
    """
    found = []
    first = cohorts[0]
    for check in question.checks:
        if watches(check):
            continue
        spread, right = 0.0, 0.0
        for cohort in cohorts:
            expected = cohort.expect(question, check)
            for leaf, errors in zip(expected.observation.leaves, expected.spread, strict=True):
                floats = as_floats(leaf)
                if floats is None or errors is None or not floats.numel():
                    continue
                spread = max(spread, float(errors.max()))
                right = max(
                    right, float((errors / check.tolerance.around(floats)).nan_to_num().max())
                )
        wrong = {
            name: _distance(first, question, check, first.wrong(question, name, check))
            for name in question.misconceptions
        }
        if mutated:
            for i, mutant in enumerate(first.mutants(question)):
                if mutant.validated:
                    name = f"{mutant.operator} in line {mutant.line}"
                    seen_wrong = first.mutated(question, i, check)
                    wrong[f"{name} ({i})"] = _distance(first, question, check, seen_wrong)
        failing = {name: ratio for name, ratio in wrong.items() if ratio is not None}
        tolerance = check.tolerance
        dtype = str(check.dtype).removeprefix("torch.")
        found.append(
            Margin(check.id, dtype, tolerance.rtol, tolerance.atol, spread, right, failing)
        )
    return found


def _distance(
    cohort: Expectations, question: Question, check: Check, seen: Observation | None
) -> float | None:
    """A wrong answer's error in tolerances; None where it passes the check."""
    if seen is None:
        return math.inf
    expected = cohort.expect(question, check)
    if judge(check, expected, seen).found is None:
        return None
    ratio = worst_ratio(expected, seen, check.tolerance)
    return ratio if ratio > 1 else math.inf
