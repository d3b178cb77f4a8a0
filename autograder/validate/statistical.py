"""Statistical checks: do they fail right answers as rarely as they say, and what do they catch?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from autograder.assignment import Check, Question
from autograder.catalog import Content
from autograder.driver import observe
from autograder.expectation import Expectations
from autograder.implementation import Local
from autograder.observation import Leaf, Observation, Property, PValue
from autograder.statistics import LEVEL, RETEST, odd
from autograder.validate.line import Line

RUNS = 10_000
"""Runs of each statistical check on the solution: ten misses are due for each of its tests."""
SMALL = 0.25
"""Of the sample that grading takes: what is no chance in a small one is none in a large one."""
_SCORE = 3.2905
"""Standard errors that a normal average exceeds with probability LEVEL."""
_SURELY = 2.3263
"""Standard errors below which a normal average falls once in 100 times."""
_UNLIKELY = 1e-4
"""Rates are called different if chance gives such a difference so rarely."""
_APPROXIMATE = 3
"""What rests on the central limit theorem may miss LEVEL by this factor in a small sample."""

_MOST = 4.0
"""No larger deviation is tried."""
TRIALS = 200
"""A deviation counts as caught if no more than 1 % of so many trials miss it."""


def calibration(cohort: Expectations) -> Iterator[Line]:
    """The rate at which the solution fails each statistical check, loosened to LEVEL; nothing
    where an assignment has none.
    """
    problems, notes, checks = [], [], 0
    for question in cohort.assignment.questions.values():
        for check in _statistical(cohort, question):
            checks += 1
            seen = [_see(cohort.content, question, check, seed, SMALL) for seed in range(RUNS)]
            for n, (what, beyond, total, allowed) in enumerate(_rates(seen), 1):
                where = f"{question.id}.{check.id}, leaf {n}"
                rate = f"{beyond / total:.1e} of {total:,} {what}"
                text = f"{where}: {rate} lie where {LEVEL:.0e} should"
                notes.append(text)
                if _more_than(allowed * LEVEL, beyond, total):
                    problems.append(text)
    claim = f"statistical checks fail right answers as rarely as they say: {checks} × {RUNS:,} runs"
    if checks:
        yield Line(claim, tuple(problems), tuple(note for note in notes if note not in problems))


def _statistical(cohort: Expectations, question: Question) -> list[Check]:
    """The checks with a test or an estimate among their leaves."""
    return [
        check
        for check in question.checks
        if any(
            isinstance(leaf, PValue) or (isinstance(leaf, Property) and leaf.scores)
            for leaf in _leaves(cohort, question, check)
        )
    ]


def _leaves(cohort: Expectations, question: Question, check: Check) -> tuple[Leaf, ...]:
    return cohort.expect(question, check).observation.leaves


def _see(
    content: Content, question: Question, check: Check, seed: int, scale: float
) -> Observation:
    solution = {question.id: content.solution[question.id]}
    local = Local(content.assignment, solution, validated=True)
    return observe(check, content.assignment, local, seed, scale=scale)


def _rates(seen: list[Observation]) -> Iterator[tuple[str, int, int, float]]:
    """For each test (what is counted, how many are beyond, how many there are, factor allowed).

    Of an estimate also what it catches: a bias that takes it beyond its limit 99 times in 100.
    """
    for leaves in zip(*(one.leaves for one in seen), strict=True):
        p = [leaf.p for leaf in leaves if isinstance(leaf, PValue)]
        if p:
            yield "p-values", sum(value < LEVEL for value in p), len(p), 1.0
        scores = [s for leaf in leaves if isinstance(leaf, Property) for s in leaf.scores]
        if scores:
            beyond = sum(abs(score) > _SCORE for score in scores)
            limit = next(leaf.sigmas for leaf in leaves if isinstance(leaf, Property))
            what = f"estimates, which catch a bias of {limit + _SURELY:.1f} standard errors,"
            yield what, beyond, len(scores), _APPROXIMATE


def _more_than(rate: float, beyond: int, total: int) -> bool:
    from scipy.stats import binom

    return bool(binom.sf(beyond - 1, total, rate) < _UNLIKELY)


class _Deviating(TorchFunctionMode):
    """Inside it, what torch draws from the standard normal is changed."""

    def __init__(self, change: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self._change = change
        self.used = False

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        if func in (torch.randn, torch.randn_like, torch.Tensor.normal_):
            self.used = True
            return self._change(made)
        return made


_Sized = Callable[[float], Callable[[torch.Tensor], torch.Tensor]]
"""Makes a change of a given size."""
_DEVIATIONS: dict[str, _Sized] = {
    "a bias of {:.3f} standard deviations": lambda d: lambda z: z + d,
    "a standard deviation {:.1%} too large": lambda d: lambda z: z * (1 + d),
    "a skewness of {:.2f}": lambda d: lambda z: _skewed(z, d),
}


def _skewed(z: torch.Tensor, skewness: float) -> torch.Tensor:
    """Mean 0 and variance 1, and to first order the given skewness: a parabola of a normal."""
    a = skewness / 6
    return (z + a * (z**2 - 1)) / math.sqrt(1 + 2 * a**2)


def power(cohort: Expectations) -> Iterator[Line]:
    """The smallest deviations of what is drawn that a question's checks catch 99 times in 100."""
    for question in cohort.assignment.questions.values():
        checks = [
            check
            for check in _statistical(cohort, question)
            if any(isinstance(leaf, PValue) for leaf in _leaves(cohort, question, check))
        ]
        if not checks:
            continue
        found = []
        for text, change in _DEVIATIONS.items():
            size = _smallest(partial(_caught, cohort.content, question, checks, change))
            found.append(text.format(size) if size < _MOST else f"no {text.split(' of ')[0][2:]}")
        yield Line(f"{question.id} catches in 99 % of cases: {', '.join(found)}")


def _smallest(caught: Callable[[float], bool]) -> float:
    """The smallest size that is caught, to about a tenth of it; _MOST if none below is."""
    high = 0.01
    while not caught(high):
        high *= 2
        if high > _MOST:
            return _MOST
    low = high / 2
    for _ in range(3):
        middle = (low + high) / 2
        low, high = (low, middle) if caught(middle) else (middle, high)
    return high


def _caught(
    content: Content,
    question: Question,
    checks: list[Check],
    change: _Sized,
    size: float,
) -> bool:
    missed = 0
    for trial in range(TRIALS):
        if not any(_fails(content, question, check, trial, change(size)) for check in checks):
            missed += 1
            if missed > TRIALS // 100:
                return False
    return True


def _fails(
    content: Content,
    question: Question,
    check: Check,
    trial: int,
    change: Callable[[torch.Tensor], torch.Tensor],
) -> bool:
    """Whether both stages of a check find a sample odd."""
    for seed, scale in ((2 * trial, 1.0), (2 * trial + 1, RETEST)):
        with _Deviating(change):
            seen = _see(content, question, check, seed, scale)
        if not odd([leaf for leaf in seen.leaves if isinstance(leaf, PValue)]):
            return False
    return True
