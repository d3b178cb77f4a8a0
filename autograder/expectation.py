"""What right and wrong implementations of our own do on each check, computed once and kept."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass

import torch

from autograder.assignment import LEAVES_INPUTS_ALONE, Check, Question
from autograder.catalog import Content
from autograder.compare import (
    Allowance,
    Comparison,
    Tolerance,
    allowance,
    as_floats,
    compare,
    error,
    spread,
)
from autograder.driver import observe
from autograder.errors import AssignmentError
from autograder.implementation import Implementation, Local, Reference
from autograder.mutants import Mutant, mutants, mutants_of_alternates
from autograder.mutants.bounds import TooLong, bounded
from autograder.observation import Observation
from autograder.statistics import CLEAR, RETEST

_MUTANT_SECONDS = 0.25
"""CPU time a mutant has for one check, far more than right answers need."""
AGAIN = 2
"""The round of a statistical check's second stage."""
_TOO_FAR = 1000
"""A right implementation further off than this many default tolerances is no right one."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The reference's observation of one check and how far from it a float may lie."""

    observation: Observation
    allowed: Allowance
    spread: Allowance
    """The largest errors of right implementations."""


class Expectations:
    """One assignment's expected and known wrong observations under one cohort's seed.

    Each draw has a round: 0 is graded, 1 confirms a diagnosis, AGAIN takes another and larger
    sample where the first was odd.
    """

    def __init__(self, content: Content, seed: int) -> None:
        self.content = content
        self.assignment = content.assignment
        self._seed = seed
        self._reference = Reference(self.assignment)
        self._expected: dict[tuple[str, str, int], Expected] = {}
        self._impossible: set[tuple[str, str, int]] = set()
        self._wrong: dict[tuple[str, str, str, int], Observation] = {}
        self._mutants: dict[str, tuple[Mutant, ...]] = {}
        self._mutated: dict[tuple[str, int, str, int], Observation | None] = {}

    def seed(self, question: Question, check: Check, turn: int = 0) -> int:
        """The draw's seed: the same for every submission of the cohort, secret like its root.

        A check that repeats another draws as that one does, so its inputs are the same.
        """
        name = check.repeats or check.id
        text = f"{self._seed}/{self.assignment.slug}/{question.id}/{name}/{turn}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

    def expect(self, question: Question, check: Check, turn: int = 0) -> Expected:
        """The reference's observation, with tolerances from the right implementations.

        Raises:
            AssignmentError: a right implementation disagrees with the reference.
        """
        key = (question.id, check.id, turn)
        if key not in self._expected:
            self._expected[key] = self._compute(question, check, turn)
        return self._expected[key]

    def attempt(self, question: Question, check: Check, turn: int) -> Expected | None:
        """The same for a check that may ask what right implementations refuse, or answer
        differently; None then.
        """
        key = (question.id, check.id, turn)
        if key in self._impossible:
            return None
        try:
            return self.expect(question, check, turn)
        except AssignmentError:
            self._impossible.add(key)
            return None

    def _compute(self, question: Question, check: Check, turn: int) -> Expected:
        seed, scale = self.seed(question, check, turn), _scale(turn)
        observed = observe(check, self.assignment, self._reference, seed, scale=scale)
        if observed.end is not None:
            raise AssignmentError(
                f"{question.id}.{check.id}: the reference rejects the check's own inputs "
                f"({' '.join(observed.end.detail[:1])} {observed.end.message}); mend the check"
            )
        right = []
        for name, implementation in self.right(question):
            other = observe(check, self.assignment, implementation, seed, observed, scale)
            self._agree(question, check, name, observed, other)
            right.append(other)
        errors = spread(observed, right)
        return Expected(observed, allowance(observed, errors, check.tolerance), errors)

    def right(self, question: Question) -> list[tuple[str, Implementation]]:
        """The solution and the alternates."""
        solution = {question.id: self.content.solution[question.id]}
        found: list[tuple[str, Implementation]] = [
            ("the solution", Local(self.assignment, solution, validated=True))
        ]
        for name, function in question.alternates.items():
            found.append((f"alternate {name}", Local(self.assignment, {question.id: function})))
        return found

    def _agree(
        self, question: Question, check: Check, name: str, want: Observation, got: Observation
    ) -> None:
        default = Tolerance.default(check.dtype)
        floor = max(check.tolerance.atol, default.atol)
        loose = Tolerance(_TOO_FAR * max(check.tolerance.rtol, default.rtol), _TOO_FAR * floor)
        allowed = tuple(
            None if floats is None else loose.around(floats)
            for floats in (as_floats(leaf) for leaf in want.leaves)
        )
        found = compare(want, got, allowed, CLEAR).found
        if found is not None:
            detail = f" ({got.end.detail[:1]} {got.end.message})" if got.end else ""
            raise AssignmentError(
                f"{question.id}.{check.id}: {name} does not agree with the reference: "
                f"{found}{detail}; one of the two is not right"
            )

    def wrong(self, question: Question, name: str, check: Check, turn: int = 0) -> Observation:
        """A misconception's observation of a check."""
        key = (question.id, name, check.id, turn)
        if key not in self._wrong:
            local = Local(self.assignment, {question.id: question.misconceptions[name].run})
            self._wrong[key] = self.observe(question, check, local, turn)
        return self._wrong[key]

    def observe(
        self, question: Question, check: Check, implementation: Implementation, turn: int = 0
    ) -> Observation:
        """Run a check on an implementation under a round's draw."""
        expected = self.expect(question, check, turn).observation
        seed = self.seed(question, check, turn)
        return observe(check, self.assignment, implementation, seed, expected, _scale(turn))

    def mutants(self, question: Question) -> tuple[Mutant, ...]:
        """The mutants of a question's solution, then those of its alternates."""
        if question.id not in self._mutants:
            solution = mutants(self.content, question.id)
            alternates = mutants_of_alternates(self.content, question.id)
            self._mutants[question.id] = solution + alternates
        return self._mutants[question.id]

    def mutated(
        self, question: Question, index: int, check: Check, turn: int = 0
    ) -> Observation | None:
        """The observation of a check on one of `mutants(question)`; None if it came to no end.

        For the main thread only, see `bounded`.
        """
        key = (question.id, index, check.id, turn)
        if key not in self._mutated:
            mutant = self.mutants(question)[index]
            local = Local(self.assignment, {question.id: mutant.run}, validated=mutant.validated)
            self._mutated[key] = None
            try:
                with bounded(_MUTANT_SECONDS), warnings.catch_warnings(action="ignore"):
                    self._mutated[key] = self.observe(question, check, local, turn)
            except TooLong:
                pass
        return self._mutated[key]


def _scale(turn: int) -> float:
    return RETEST if turn == AGAIN else 1.0


def watches(check: Check) -> bool:
    """Whether a check is `leaves_inputs_alone`, which is judged from another's effects."""
    return check.id == LEAVES_INPUTS_ALONE


def judge(check: Check, expected: Expected, observed: Observation) -> Comparison:
    """Find what differs, beside what `compare` finds "changed_input" or "global_rng"; nothing if
    the observation passes the check. What is "odd" has failed only if it is so again.
    """
    compared = compare(expected.observation, observed, expected.allowed)
    if not watches(check):
        return compared
    found = compared.found
    if found is None and any(effect.changed for effect in observed.effects):
        found = "changed_input"
    if found is None and any(effect.rng for effect in observed.effects):
        found = "global_rng"
    return Comparison(found)


def worst_ratio(expected: Expected, observed: Observation, tolerance: Tolerance) -> float:
    """The largest error / tolerance over the float leaves; inf where one is not comparable."""
    worst = 0.0
    for want, got in zip(expected.observation.leaves, observed.leaves, strict=False):
        floats = as_floats(want)
        if floats is None or floats.numel() == 0:
            continue
        gap = error(floats, as_floats(got))
        allowed = tolerance.around(floats)
        ratio = torch.where(gap == 0, torch.zeros_like(gap), gap / allowed)
        worst = max(worst, float(ratio.max()))
    return worst
