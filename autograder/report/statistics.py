"""Item statistics of one assignment: plain numbers, or None where there is too little to say.

Throughout, `points` is an array of (students, questions) with every student fully graded: who has
an ungraded question has no total, so no place in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Points = NDArray[np.float64]

FEWEST = 3
"""Below so many students a correlation is arithmetic, not evidence."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the scores of a cohort lie."""

    mean: float
    median: float
    lower: float
    """First quartile."""
    upper: float
    """Third quartile."""


def spread(scores: Sequence[float]) -> Spread | None:
    """Mean, median and quartiles (linear interpolation); None for no scores."""
    if not scores:
        return None
    lower, median, upper = np.quantile(scores, (0.25, 0.5, 0.75))
    return Spread(float(np.mean(scores)), float(median), float(lower), float(upper))


def mean(values: Sequence[float]) -> Estimate | None:
    """An average with Student's t interval; None for fewer than 3 values or all the same."""
    if len(values) < FEWEST or np.ptp(values) == 0:
        return None
    middle = float(np.mean(values))
    half = float(stats.sem(values) * stats.t.isf(0.025, len(values) - 1))
    return Estimate(middle, middle - half, middle + half)


def item_rest(points: Points) -> list[Estimate | None]:
    """How each question goes with the rest of the assignment: corrected item-total correlation.

    Pearson's r between a question's points and the sum of all others, so that a question isn't
    correlated with itself; for a question that is all or nothing this is the corrected
    point-biserial correlation. The interval is Fisher's z, which needs 4 students.

    Args:
        points: (students, questions).

    Returns:
        One estimate a question; None with fewer than 3 students, or where the question or the
        rest has the same points for everyone.
    """
    total = points.sum(axis=1)
    return [_correlation(item, total - item) for item in points.T]


def _correlation(x: Points, y: Points) -> Estimate | None:
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    found = stats.pearsonr(x, y)
    interval = found.confidence_interval(0.95)
    r = float(found.statistic)
    low, high = (float(interval.low), float(interval.high)) if len(x) > FEWEST else (-1.0, 1.0)
    return Estimate(r, low, high)


def alpha(points: Points) -> Estimate | None:
    """Cronbach's alpha of the questions, with its interval.

    The interval is Feldt's (1965, Psychometrika 30, 357-370): (1 - alpha) / (1 - estimate) is
    F-distributed with (n - 1)(k - 1) and n - 1 degrees of freedom for n students, k questions.

    Args:
        points: (students, questions).

    Returns:
        None with fewer than 3 students or 2 questions, or where every total is the same.
    """
    n, k = points.shape
    if n < FEWEST or k < 2:
        return None
    variance = points.sum(axis=1).var(ddof=1)
    if not variance > 0:
        return None
    value = k / (k - 1) * (1 - points.var(axis=0, ddof=1).sum() / variance)
    f = stats.f(n - 1, (n - 1) * (k - 1))
    return Estimate(
        float(value),
        float(1 - (1 - value) * f.isf(0.025)),
        float(1 - (1 - value) * f.isf(0.975)),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a histogram: how many values lie from `low` up to `high`."""

    low: float
    high: float
    count: int


def histogram(scores: Sequence[float], largest: float, bins: int = 10) -> tuple[Bin, ...]:
    """Count scores in bins of equal width from 0 to `largest`, which the last bin includes.

    Points above the largest, which a person may give, count in the last bin too.
    """
    clipped = np.clip(np.asarray(scores, float), 0, largest)
    counts, edges = np.histogram(clipped, bins=bins, range=(0, largest))
    return tuple(
        Bin(float(low), float(high), int(count))
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )
