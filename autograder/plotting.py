"""Run the plots of a reference package on a submission and on the reference.

A plot decides nothing: it runs where every public example was answered, after those and before
any hidden check, and where it comes to nothing there is none.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from weakref import WeakKeyDictionary

import torch

from autograder.assignment import Assignment, Check, Question
from autograder.compare import Tolerance
from autograder.drawings import drawn
from autograder.driver import observe
from autograder.errors import AssignmentError, SandboxError
from autograder.expectation import Expectations
from autograder.implementation import Implementation, Reference, Target
from autograder.observation import Observation
from autograder.plots import MOST, Drawing, Plot
from autograder.verdict import Kind as CheckKind


def plotted(
    expectations: Expectations, target: Target, seen: Mapping[str, Mapping[str, Observation]]
) -> dict[str, Drawing]:
    """Draw what there is to see of a submission.

    Args:
        expectations: of the assignment.
        target: the submission.
        seen: what the public checks of each question saw.

    Returns:
        Drawings by question.
    """
    questions = [expectations.assignment.questions[name] for name in seen]
    if not any(question.drawn for question in questions):
        return {}
    found = {}
    with target.aside() as possible:
        for question in questions if possible else ():
            public = seen[question.id].values()
            if question.drawn is None or not public or any(o.end is not None for o in public):
                continue
            try:
                drawing = draw(expectations, question, target)
            except SandboxError:
                raise
            except Exception as error:  # ours, and it costs nobody a grade
                text = f"{question.id}: nothing drawn ({type(error).__name__}: {error})"
                warnings.warn(f"{text}; mend its plot", RuntimeWarning, stacklevel=2)
                continue
            if drawing is not None:
                found[question.id] = drawing
    return found


def draw(
    expectations: Expectations,
    question: Question,
    implementation: Implementation,
    *,
    always: bool = False,
) -> Drawing | None:
    """Run a question's plot on an implementation.

    Args:
        expectations: of the assignment.
        question: with a plot.
        implementation: what to draw.
        always: also where it does what is expected, as if the plot said so.

    Returns:
        None where nothing could be drawn, or there is nothing to see.

    Raises:
        AssignmentError: the reference gives nothing to draw, or too much.
    """
    plot = question.drawn
    assert plot is not None
    expected = _reference(expectations, question)
    observed = _observe(plot, expectations.assignment, implementation, expected)
    want, yours = _floats(expected), _floats(observed)
    if want is None or yours is None or yours.shape != want.shape:
        return None
    plot = replace(plot, always=plot.always or always)
    drawing = drawn(plot, want, yours)
    if drawing is not None and drawing.numbers > MOST:
        raise AssignmentError(
            f"{question.id}.{plot.id} draws {drawing.numbers} numbers; draw {MOST} at most"
        )
    return drawing


_references: WeakKeyDictionary[Expectations, dict[str, Observation]] = WeakKeyDictionary()


def _reference(expectations: Expectations, question: Question) -> Observation:
    """What the plot sees of the reference, the same under every seed."""
    known = _references.setdefault(expectations, {})
    plot = question.drawn
    assert plot is not None
    if question.id not in known:
        reference = Reference(expectations.assignment)
        found = _observe(plot, expectations.assignment, reference, None)
        floats = _floats(found)
        if floats is None or not bool(floats.isfinite().all()):
            why = found.end.message if found.end else "no finite numbers"
            raise AssignmentError(
                f"{question.id}.{plot.id}: the reference gives nothing to draw ({why}); mend it"
            )
        known[question.id] = found
    return known[question.id]


def _observe(
    plot: Plot, assignment: Assignment, implementation: Implementation, expected: Observation | None
) -> Observation:
    """Run it as a check that draws nothing from a seed."""

    def run(impl: object, draw: object) -> object:
        return plot.run(impl)

    dtype = torch.float64
    check = Check(plot.id, CheckKind.PUBLIC, plot.sentence, run, dtype, Tolerance.default(dtype))
    return observe(check, assignment, implementation, 0, expected)


def _floats(observed: Observation) -> torch.Tensor | None:
    """What the plot returned, as one float64 tensor; None where it is no plain numbers."""
    leaves = [leaf for leaf in observed.leaves if isinstance(leaf, torch.Tensor)]
    plain = [leaf for leaf in leaves if not leaf.is_complex()]
    shapes = {tuple(leaf.shape) for leaf in plain}
    if observed.end is not None or len(plain) != len(observed.leaves) or len(shapes) != 1:
        return None
    return torch.stack([leaf.to(torch.float64) for leaf in plain])
