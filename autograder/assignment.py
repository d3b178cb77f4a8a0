"""How an instructor writes an assignment: questions, examples, references, checks, wrong versions.

    numbers = Assignment("hw99_numbers", title="Numbers")
    center = numbers.question("center", points=10, title="Centre the rows")
    center.example(x=[[1.0, 2.0], [3.0, 6.0]])

    @center.reference
    def _(x): ...

    @center.check("value")
    def removes_the_mean_of_each_column(impl, draw):
        \"\"\"Each column has mean 0 afterwards.\"\"\"
        return impl.center(draw.normal(5, 3))

A check returns what it saw; it holds no expected value.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch

from autograder import statistics
from autograder.compare import Tolerance
from autograder.draw import (
    Draw,
    Fixture,
    Generator,
    Recording,
    as_dtype,
    expect,
    fixture,
    keep,
    literal,
    record,
    tracked,
)
from autograder.errors import AssignmentError
from autograder.plots import Curve, Form, Histogram, Pictures, Plot
from autograder.verdict import Kind, share_points
from autograder.written import Written

__all__ = [
    "Assignment",
    "Check",
    "Curve",
    "Draw",
    "Example",
    "Fixture",
    "Generator",
    "Histogram",
    "Parameter",
    "Pictures",
    "Question",
    "Recording",
    "Wrong",
    "as_dtype",
    "expect",
    "fixture",
    "keep",
    "record",
    "statistics",
    "tracked",
]

Function = Callable[..., Any]
F = TypeVar("F", bound=Function)

LEAVES_INPUTS_ALONE = "leaves_inputs_alone"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the function the student writes, as the handout's stub has it."""

    name: str
    annotation: str
    default: Any = inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Check:
    """A trusted function that drives an implementation and returns an observation."""

    id: str
    kind: Kind
    sentence: str
    run: Function
    dtype: torch.dtype
    tolerance: Tolerance
    repeats: str | None = None
    """For kind dtype: the value check it repeats. For leaves_inputs_alone: the check it watches."""

    @property
    def visibility(self) -> str:
        """Public checks come from examples; students see them whole."""
        return "public" if self.kind is Kind.PUBLIC else "hidden"


@dataclass(frozen=True, slots=True)
class Example:
    """A public example: literal arguments by parameter name."""

    id: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A known wrong implementation with the sentence its author should read."""

    id: str
    sentence: str
    run: Function


@dataclass(slots=True)
class Question:
    """One function the student writes, with all that is known about it."""

    id: str
    points: int
    title: str
    dtype: torch.dtype | None = None
    """dtype of floating outputs; None: that of the first floating tensor among the arguments
    (float32, torch's default, where there is none)."""
    parameters: tuple[Parameter, ...] = ()
    examples: list[Example] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    misconceptions: dict[str, Wrong] = field(default_factory=dict)
    alternates: dict[str, Function] = field(default_factory=dict)
    drawn: Plot | None = None
    lecture: tuple[str, str] | None = None
    """Where its matter is treated: a key of [lectures] in course.toml, and a section."""
    _reference: Function | None = None
    _validate: Function | None = None
    _surrogate: Function | None = None
    _gradient: Function | None = None

    def example(self, **arguments: Any) -> None:
        """Add a public example, shown in the docstring and checked in the notebook.

        Args:
            arguments: literals by parameter name. For a Tensor parameter nested lists or numbers
                (1 is int64, 1.0 float64); `fixture(name, ...)` for a function; `Generator(seed)`.
        """
        n = len(self.examples) + 1
        name = "matches_the_example" if n == 1 else f"matches_example_{n}"
        self.examples.append(Example(name, arguments))

        def run(impl: Any, draw: Draw) -> Any:
            args, kwargs = self.bind(arguments)
            return getattr(impl, self.id)(*args, **kwargs)

        sentence = "It should return what the example in its docstring shows."
        self._add(Check(name, Kind.PUBLIC, sentence, run, torch.float64, _default(torch.float64)))

    def bind(self, arguments: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """An example's literals as arguments: positional as far as they reach, tensors made."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in arguments:
            if name not in known:
                raise AssignmentError(f"{self.id}: its example names {name!r}, its stub does not")
        made = {name: literal(known[name].annotation, value) for name, value in arguments.items()}
        positional: list[Any] = []
        for parameter in self.parameters:
            if parameter.name not in made:
                break
            positional.append(made.pop(parameter.name))
        return positional, made

    def reference(self, function: F) -> F:
        """Register the independent right answer; it gets and returns float64."""
        self._reference = function
        return function

    def validate(self, function: F) -> F:
        """Register what raises ValueError for arguments the contract forbids; it runs before the
        reference, the alternates and the misconceptions.
        """
        self._validate = function
        return function

    def surrogate(self, function: F) -> F:
        """Register what to differentiate where that is not the reference itself."""
        self._surrogate = function
        return function

    def gradient(self, function: F) -> F:
        """Register an analytic gradient, `f(*args, wrt, cot) -> tuple of tensors`, for where
        finite differences of the reference are too noisy; wrt as the check wrote it.
        """
        self._gradient = function
        return function

    def check(
        self,
        kind: str,
        *,
        rtol: float | None = None,
        atol: float | None = None,
        why: str = "",
    ) -> Callable[[F], F]:
        """Register a hidden check; its name is its id, its docstring what the student reads.

        Args:
            kind: a `verdict.Kind` other than public and dtype.
            rtol: relative tolerance, narrower than the default unless `why` says why not.
            atol: absolute tolerance, likewise.
            why: the reason for a wider tolerance.
        """

        def register(function: F) -> F:
            default = _default(torch.float64, kind)
            wanted = Tolerance(
                default.rtol if rtol is None else rtol, default.atol if atol is None else atol
            )
            if not why and (wanted.rtol > default.rtol or wanted.atol > default.atol):
                raise AssignmentError(f"{self.id}.{function.__name__}: a wider tolerance needs why")
            self._add(_check(function, Kind(kind), torch.float64, wanted))
            return function

        return register

    def float32(self, function: Function) -> None:
        """Repeat the value check `function` in float32, as a check of kind dtype."""
        sentence = f"float32 in, float32 out: {_sentence(function)}"
        name = f"{function.__name__}_in_float32"
        tolerance = _default(torch.float32)
        self._add(
            Check(name, Kind.DTYPE, sentence, function, torch.float32, tolerance, function.__name__)
        )

    def misconception(self, function: F) -> F:
        """Register a wrong version; its docstring is the sentence a student gets: what happened,
        then, after a blank line, optionally one question that leads on.
        """
        self._distinct(function.__name__, self.misconceptions)
        wrong = Wrong(function.__name__, _sentence(function), function)
        self.misconceptions[wrong.id] = wrong
        return function

    def alternate(self, function: F) -> F:
        """Register another right answer in another style; no validation of its own needed."""
        self._distinct(function.__name__, self.alternates)
        self.alternates[function.__name__] = function
        return function

    def plot(self, form: Form, *, always: bool = False) -> Callable[[F], F]:
        """Register what the feedback page draws, see `plots`; its docstring says what is seen.

        Args:
            form: of what it returns.
            always: whether a right answer is worth looking at, too.
        """

        def register(function: F) -> F:
            if self.drawn is not None:
                raise AssignmentError(f"{self.id} has two plots: keep one")
            name = function.__name__
            self.drawn = Plot(name, _sentence(function), function, form, always)
            return function

        return register

    def finish(self, parameters: tuple[Parameter, ...]) -> None:
        """Take the stub's signature and add `leaves_inputs_alone`; called once by the catalog."""
        if self._reference is None:
            raise AssignmentError(f"{self.id} has no reference: decorate one with .reference")
        self.parameters = parameters
        first = next((check for check in self.checks if check.kind is Kind.VALUE), None)
        if first is None:
            raise AssignmentError(f"{self.id} has no value check: add one with .check('value')")
        sentence = "It leaves its arguments and the global random state as they were."
        self._add(
            Check(
                LEAVES_INPUTS_ALONE,
                Kind.EDGE,
                sentence,
                first.run,
                first.dtype,
                first.tolerance,
                first.id,
            )
        )

    def expected_dtype(self, floats: list[torch.Tensor]) -> torch.dtype:
        """dtype of the floating outputs of a call whose floating tensor arguments are `floats`."""
        if self.dtype is not None:
            return self.dtype
        return floats[0].dtype if floats else torch.float32

    def points_by_check(self) -> dict[str, int]:
        """Hundredths of a point for each check."""
        shares = share_points(self.points, [check.kind for check in self.checks])
        return {check.id: share for check, share in zip(self.checks, shares, strict=True)}

    def answer(self, *args: Any, **kwargs: Any) -> Any:
        """The reference's answer, after validation."""
        self.forbid(*args, **kwargs)
        assert self._reference is not None
        return self._reference(*args, **kwargs)

    def forbid(self, *args: Any, **kwargs: Any) -> None:
        """Raise ValueError for what the contract forbids."""
        if self._validate is not None:
            self._validate(*args, **kwargs)

    @property
    def differentiated(self) -> Function:
        """What finite differences are taken of."""
        function = self._surrogate or self._reference
        assert function is not None
        return function

    @property
    def functions(self) -> tuple[Function | None, ...]:
        """What says the right answer: reference, validation, surrogate and gradient."""
        return self._reference, self._validate, self._surrogate, self._gradient

    @property
    def analytic_gradient(self) -> Function | None:
        """The registered analytic gradient, if any."""
        return self._gradient

    def _add(self, check: Check) -> None:
        if any(check.id == other.id for other in self.checks):
            raise AssignmentError(f"{self.id} has two checks named {check.id}: rename one")
        self.checks.append(check)

    def _distinct(self, name: str, taken: Mapping[str, object]) -> None:
        if name in taken:
            raise AssignmentError(f"{self.id} has two versions named {name}: rename one")


class Assignment:
    """A set of questions that are handed out and graded together."""

    def __init__(self, slug: str, *, title: str) -> None:
        self.slug = slug
        self.title = title
        self.questions: dict[str, Question] = {}
        self.written: dict[str, Written] = {}
        self.fixtures: dict[str, Function] = {}
        """Builders of the functions handed to students, from the assignment's fixtures.py."""

    def question(
        self,
        name: str,
        *,
        points: int,
        title: str,
        dtype: torch.dtype | None = None,
        lecture: tuple[str, str] | None = None,
    ) -> Question:
        """Add a question; `name` is that of the function the student writes."""
        self._new(name)
        self.questions[name] = Question(name, points, title, dtype, lecture=lecture)
        return self.questions[name]

    def written_question(self, name: str, *, points: int, title: str) -> Written:
        """Add a question that is answered in words; `name` is that of its cell in the handout."""
        self._new(name)
        self.written[name] = Written(name, points, title)
        return self.written[name]

    @property
    def points(self) -> int:
        """All that there is to earn."""
        asked: list[Question | Written] = [*self.questions.values(), *self.written.values()]
        return sum(question.points for question in asked)

    def _new(self, name: str) -> None:
        if name in self.questions or name in self.written:
            raise AssignmentError(f"{self.slug} has two questions named {name}: rename one")


def _default(dtype: torch.dtype, kind: str = "value") -> Tolerance:
    if kind == Kind.GRAD:
        return Tolerance(rtol=1e-5, atol=1e-7)  # FD: the reference's gradient is differenced
    return Tolerance.default(dtype)


def _sentence(function: Function) -> str:
    text = inspect.getdoc(function)
    if not text:
        raise AssignmentError(f"{function.__name__} has no docstring: write its one sentence")
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _check(function: Function, kind: Kind, dtype: torch.dtype, tolerance: Tolerance) -> Check:
    return Check(function.__name__, kind, _sentence(function), function, dtype, tolerance)
