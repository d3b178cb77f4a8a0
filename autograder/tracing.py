"""Follow-on errors: a question whose failure is another question's mistake, called from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from autograder.assignment import Check, Question
from autograder.compare import Tolerance, same
from autograder.diagnosis import MATCHING, Observe
from autograder.driver import observe
from autograder.expectation import Expectations, judge, watches
from autograder.implementation import Local
from autograder.observation import Observation
from autograder.verdict import Diagnosis, DiagnosisKind, Kind


def trace(
    expectations: Expectations,
    question: Question,
    found: Mapping[str, str],
    observed: Mapping[str, Observation],
    named: Mapping[str, str],
    observe_again: Observe,
) -> dict[str, Diagnosis]:
    """Diagnoses for checks that fail only because of another question's misconception.

    The model answer is run with the other function replaced by the misconception; it must behave
    as the submission does, on this draw and on a second one.

    Args:
        expectations: of the assignment.
        question: whose checks failed without a name of their own.
        found: what differs, by the id of each check that did not pass.
        observed: the observation of every check.
        named: the misconception found in each other question, by question.
        observe_again: asks the submission once more.
    """
    matching = [c for c in question.checks if c.kind in MATCHING and not watches(c)]
    if any(c.id not in observed for c in matching) or not any(c.id in found for c in matching):
        return {}
    sets = [{origin: told} for origin, told in named.items()]
    for origins in [*sets, dict(named)] if len(sets) > 1 else sets:
        version = _follows(expectations, question, origins)
        if version is None:
            continue
        local = Local(expectations.assignment, {question.id: version}, validated=True)

        def see(check: Check, turn: int, local: Local = local) -> Observation:
            expected = expectations.expect(question, check, turn).observation
            seed = expectations.seed(question, check, turn)
            return observe(check, expectations.assignment, local, seed, expected)

        if not all(_alike(see(c, 0), observed[c.id], c) for c in matching):
            continue
        if not all(_alike(see(c, 1), observe_again(c, 1), c) for c in matching):
            continue
        # Of several origins the first in the assignment's order gives its name.
        first = next(name for name in expectations.assignment.questions if name in origins)
        text = f"This follows from {' and '.join(origins)}, which it calls."
        told = Diagnosis(DiagnosisKind.CAUSE, f"{first}.{origins[first]}", text)
        return {
            check.id: told
            for check in question.checks
            if check.id in found
            and check.kind is not Kind.ERROR
            and judge(check, expectations.expect(question, check), see(check, 0)) is not None
        }
    return {}


def _alike(a: Observation, b: Observation, check: Check) -> bool:
    return same(a, b, Tolerance.default(check.dtype))


def _follows(
    expectations: Expectations, question: Question, origins: Mapping[str, str]
) -> Callable[..., Any] | None:
    """The model answer with `origins` replaced by their misconceptions, if it calls them all."""
    solution = expectations.content.solution[question.id]
    if not isinstance(solution, FunctionType) or not set(origins) <= set(
        solution.__code__.co_names
    ):
        return None
    space = dict(solution.__globals__)
    for origin, misconception in origins.items():
        space[origin] = _mistaken(expectations.assignment.questions[origin], misconception)
    version = FunctionType(solution.__code__, space, solution.__name__, solution.__defaults__)
    version.__kwdefaults__ = solution.__kwdefaults__
    return version


def _mistaken(question: Question, misconception: str) -> Callable[..., Any]:
    wrong = question.misconceptions[misconception].run

    def mistaken(*args: Any, **kwargs: Any) -> Any:
        question.forbid(*args, **kwargs)
        return wrong(*args, **kwargs)

    return mistaken
