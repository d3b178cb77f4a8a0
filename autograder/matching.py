"""Which wrong versions of our own behave as a submission does, on two draws of inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from autograder.assignment import Check, Question
from autograder.compare import Tolerance, alike_in_values, blended, same
from autograder.expectation import Expectations, judge, watches
from autograder.observation import Observation
from autograder.verdict import Kind

MATCHING = frozenset(
    {Kind.PUBLIC, Kind.VALUE, Kind.BROADCAST, Kind.DTYPE, Kind.GRAD, Kind.PROPERTY}
)
"""Kinds on which a wrong version must equal the submission."""
_TIE_BREAKING = frozenset({Kind.EDGE, Kind.STABILITY})

Version = Callable[[Check, int], Observation | None]
"""What a wrong version does on a check under a round's draw; None: it came to no end."""


@dataclass(frozen=True, slots=True)
class Case:
    """What was seen of a submission's answers to one question."""

    expectations: Expectations
    question: Question
    found: Mapping[str, str]
    """What differs, by the id of each check that did not pass."""
    observed: Mapping[str, Observation]
    """Of every check that was run."""
    observe_again: Callable[[Check, int], Observation]
    """Runs a check on the submission once more, under another round's draw."""
    _fresh: dict[str, Observation] = field(default_factory=dict)

    def again(self, check: Check) -> Observation:
        """The submission's observation on a second draw, which confirms a match."""
        if check.id not in self._fresh:
            self._fresh[check.id] = self.observe_again(check, 1)
        return self._fresh[check.id]

    @property
    def matching(self) -> list[Check]:
        """The checks on which a wrong version must equal the submission, failed ones first."""
        return self._of(MATCHING)

    @property
    def breaking(self) -> list[Check]:
        """The checks that decide between versions."""
        return self._of(_TIE_BREAKING)

    def _of(self, kinds: frozenset[Kind]) -> list[Check]:
        checks = [c for c in self.question.checks if c.kind in kinds and not watches(c)]
        return sorted(checks, key=lambda check: check.id not in self.found)

    def misconception(self, name: str) -> Version:
        """What a misconception of the question does."""
        return lambda check, turn: self.expectations.wrong(self.question, name, check, turn)

    @property
    def conclusive(self) -> bool:
        """Whether all that must be held against a version was run, and something of it failed."""
        if any(check.id not in self.observed for check in self.matching):
            return False
        return any(check.id in self.found for check in (*self.matching, *self.breaking))

    def off(self, check: Check) -> bool:
        """Whether the values that a check saw, and not only a property of them, are wrong."""
        if check.id not in self.found:
            return False
        want = self.expectations.expect(self.question, check).observation
        seen = self.observed[check.id]
        return not alike_in_values(want, seen, Tolerance.default(check.dtype))

    def alike(self, version: Version, checks: Sequence[Check], turn: int) -> bool:
        """Whether a version equals the submission on some checks."""
        for check in checks:
            theirs = self.again(check) if turn else self.observed.get(check.id)
            ours = None if theirs is None else version(check, turn)
            if theirs is None or ours is None:
                return False
            if not same(ours, theirs, Tolerance.default(check.dtype)):
                return False
        return True

    def carries(self, version: Version, check: Check) -> bool:
        """Whether a match explains a failed check: error checks are diagnosed by themselves, the
        others follow a version that fails them too.
        """
        wrong = None if check.kind is Kind.ERROR else version(check, 0)
        expected = self.expectations.expect(self.question, check)
        return wrong is not None and judge(check, expected, wrong).found is not None


def matching(case: Case, versions: Mapping[str, Version]) -> tuple[list[str], bool]:
    """The versions that behave as the submission does, and whether any did on the first draw.

    Where only edges or extremes differ, a match must hold there, too; of several, those that
    hold there are preferred.
    """
    if not case.conclusive:
        return [], False
    must, breaking = case.matching, case.breaking
    failed = any(check.id in case.found for check in must)
    candidates = [name for name, see in versions.items() if case.alike(see, must, 0)]
    closer = [name for name in candidates if case.alike(versions[name], breaking, 0)]
    candidates = closer or (candidates if failed else [])
    decisive = must if failed else [*must, *breaking]
    confirmed = [name for name in candidates if case.alike(versions[name], decisive, 1)]
    return confirmed, bool(candidates)


def misconceptions(case: Case) -> tuple[str, ...]:
    """The misconception that behaves as the submission does, or the two that do together."""
    names = case.question.misconceptions
    confirmed, candidates = matching(case, {name: case.misconception(name) for name in names})
    if candidates:
        return (confirmed[0],) if len(confirmed) == 1 else ()
    return _pair(case) if case.conclusive else ()


def _pair(case: Case) -> tuple[str, ...]:
    """The one pair of misconceptions that gives, made together, what the submission does."""
    if not any(case.off(check) for check in case.matching):
        return ()  # two errors that cancel explain no answer that is right

    def together(a: str, b: str, turn: int, *, by_factor: bool) -> bool:
        for check in case.matching:
            if not blended(
                case.expectations.expect(case.question, check, turn).observation,
                case.expectations.wrong(case.question, a, check, turn),
                case.expectations.wrong(case.question, b, check, turn),
                case.again(check) if turn else case.observed[check.id],
                Tolerance.default(check.dtype),
                by_factor=by_factor,
            ):
                return False
        return True

    pairs = {
        (a, b)
        for a, b in combinations(sorted(case.question.misconceptions), 2)
        for by_factor in (False, True)
        if together(a, b, 0, by_factor=by_factor) and together(a, b, 1, by_factor=by_factor)
    }
    return pairs.pop() if len(pairs) == 1 else ()
