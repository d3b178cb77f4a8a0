"""Prove an assignment: right answers pass, wrong ones don't, and each mistake is told by name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.catalog import Content
from autograder.expectation import Expectations
from autograder.mutants import mutants
from autograder.validate.line import Line
from autograder.validate.right import (
    branching,
    disagreements,
    full_marks,
    plots,
    signatures,
    trivial,
)
from autograder.validate.statistical import calibration, power
from autograder.validate.tolerances import HALF, MARGIN, Margin, margins
from autograder.validate.written import answers_found
from autograder.validate.wrong import misconceptions, mutation

__all__ = ["MARGIN", "Line", "Margin", "Proof", "Row", "validate"]


@dataclass(frozen=True, slots=True)
class Row:
    """One question in numbers."""

    question: str
    alternates: int
    misconceptions: int
    mutants: int
    right: float
    """The largest error of a right answer, in tolerances."""
    wrong: float
    """The smallest error of a misconception on its most telling check, in tolerances."""


@dataclass(slots=True)
class Proof:
    """What validation found about one assignment."""

    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    margins: Mapping[str, list[Margin]] = field(default_factory=dict)
    """By question."""

    @property
    def holds(self) -> bool:
        """Whether every claim does."""
        return not any(line.problems for line in self.lines)


def validate(content: Content, seeds: int = 3, *, full: bool = False) -> Proof:
    """Run every check on everything we know to be right or wrong, under several seeds.

    Args:
        content: of the assignment.
        seeds: so many draws of inputs.
        full: every mutant on every check, and the calibration and power of statistical checks.
    """
    proof = Proof([signatures(content)])
    if content.assignment.written:
        proof.lines.append(answers_found(content))
    if not content.assignment.questions:
        return proof
    cohorts = [Expectations(content, seed) for seed in range(1, seeds + 1)]
    questions = list(content.assignment.questions.values())
    checks = sum(len(question.checks) for question in questions)
    agree = tuple(
        f"seed {seed}: {error}"
        for seed, cohort in enumerate(cohorts, 1)
        for error in disagreements(cohort)
    )
    drawn = sum(question.drawn is not None for question in questions)
    n = sum(1 + len(question.alternates) for question in questions)
    proof.lines.append(Line(f"right answers agree with the reference: {n} × {seeds} seeds", agree))
    if agree:
        return proof
    proof.margins = {q.id: margins(cohorts, q, mutated=full) for q in questions}
    marked = cohorts if full else cohorts[:1]
    proof.lines += [
        _half(proof.margins),
        Line(
            f"right answers get full marks: {n} × {len(marked)} seeds",
            tuple(lost for cohort in marked for lost in full_marks(cohort)),
        ),
        Line("trivial answers get no hidden point", tuple(trivial(cohorts[0]))),
        Line(
            f"draws and calls never depend on answers: {checks} checks",
            tuple(branching(cohorts[0])),
        ),
        Line(
            f"plots run on right answers and show them as expected: {drawn}",
            tuple(plots(cohorts[0])),
        ),
    ]
    few = cohorts[: max(1, seeds // 10)]
    proof.lines += misconceptions(cohorts, few)
    made = {question.id: mutants(content, question.id) for question in questions}
    proof.lines += mutation(few, made)
    proof.lines.append(_near(proof.margins))
    if full:
        proof.lines += [*calibration(cohorts[0]), *power(cohorts[0])]
    for question in questions:
        found = proof.margins[question.id]
        telling = [
            max((margin.wrong[name] for margin in found if name in margin.wrong), default=0.0)
            for name in question.misconceptions
        ]
        proof.rows.append(
            Row(
                question.id,
                len(question.alternates),
                len(question.misconceptions),
                len(made[question.id]),
                max((margin.right for margin in found), default=0.0),
                min(telling, default=math.inf),
            )
        )
    return proof


def _half(found: Mapping[str, list[Margin]]) -> Line:
    every = [(name, margin) for name, margins in found.items() for margin in margins]
    worst = max((margin.right for _, margin in every), default=0.0)
    return Line(
        f"right answers stay below half a tolerance: {worst:.2g} at most",
        tuple(
            f"{name}.{margin.check}: a right answer errs by {margin.right:.2g} tolerances"
            for name, margin in every
            if margin.right >= HALF
        ),
    )


def _near(found: Mapping[str, list[Margin]]) -> Line:
    flagged = sum(margin.nearest[1] < MARGIN for several in found.values() for margin in several)
    return Line(
        f"checks that a wrong answer misses by less than {MARGIN} tolerances: {flagged}"
        + (", marked ! by --verbose" if flagged else "")
    )
