"""Follow-on errors: a question whose failure is another question's mistake, called from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from autograder.assignment import Check, Question
from autograder.expectation import Expectations
from autograder.implementation import Local
from autograder.matching import Case
from autograder.observation import Observation
from autograder.verdict import Diagnosis, DiagnosisKind


def trace(case: Case, named: Mapping[str, str]) -> dict[str, Diagnosis]:
    """Diagnoses for checks that fail only because of another question's misconception.

    The model answer is run with the other function replaced by the misconception; it must behave
    as the submission does, on this draw and on a second one.

    Args:
        case: what was seen of a question whose checks failed.
        named: the misconception found in each question that its function calls, by question.
    """
    expectations, question = case.expectations, case.question
    must = case.matching
    if not case.conclusive or not any(check.id in case.found for check in must):
        return {}
    sets = [{origin: told} for origin, told in named.items()]
    for origins in [*sets, dict(named)] if len(sets) > 1 else sets:
        function = _follows(expectations, question, origins)
        if function is None:
            continue
        local = Local(expectations.assignment, {question.id: function}, validated=True)

        def version(check: Check, turn: int, local: Local = local) -> Observation:
            return expectations.observe(question, check, local, turn)

        if not all(case.alike(version, must, turn) for turn in (0, 1)):
            continue
        # Of several origins the first in the assignment's order gives its name.
        first = next(name for name in expectations.assignment.questions if name in origins)
        text = f"This follows from {' and '.join(origins)}, which it calls."
        told = Diagnosis(DiagnosisKind.CAUSE, f"{first}.{origins[first]}", text)
        return {
            check.id: told
            for check in question.checks
            if check.id in case.found and case.carries(version, check)
        }
    return {}


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
