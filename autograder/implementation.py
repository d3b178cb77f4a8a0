"""What a check drives: one seam, behind it a submission, the reference, or a version of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Protocol

import torch

from autograder.assignment import Assignment, Question
from autograder.draw import float_tensors
from autograder.errors import AssignmentError
from autograder.sandbox import messages
from autograder.sandbox.invocation import Arguments, invoke, mro

Callback = Callable[..., Any]


class Implementation(Protocol):
    """Answers calls; the driver can't tell which kind it talks to."""

    def call(self, call: messages.Call, callbacks: Sequence[Callback]) -> messages.Reply:
        """Run one call; `callbacks[i]` answers calls of the argument `Recorded(i)`."""
        ...


class Target(Implementation, Protocol):
    """A submission under grading."""

    def state(self, question: str) -> str:
        """One of "written", "not_attempted", "missing"."""
        ...

    def place(self, question: str) -> int | None:
        """The notebook cell that defines the question's function, or would if it had run."""
        ...

    def calls(self, question: str, other: str) -> bool:
        """Whether the function for `question` seems to call the one for `other`."""
        ...

    def begin(self, question: str) -> None:
        """The next calls belong to `question`, and so do its time limits."""
        ...

    def spent(self) -> bool:
        """Whether that question has timed out so often that its other checks are not run."""
        ...

    def aside(self) -> AbstractContextManager[bool]:
        """Calls in here are nobody's and leave nothing behind; false where none can be made."""
        ...

    def seconds(self) -> Mapping[str, float]:
        """CPU seconds of the calls made so far, by question; empty where nobody counts them."""
        ...


class Local:
    """Right or wrong versions of our own, run in this process exactly as the sandbox would."""

    def __init__(
        self,
        assignment: Assignment,
        functions: Mapping[str, Callable[..., Any]],
        *,
        validated: bool = False,
    ) -> None:
        """Args:
        assignment: whose fixtures to build.
        functions: implementations by question id.
        validated: whether they bring their own validation, as a solution does.
        """
        self._assignment = assignment
        self._functions = functions
        self._validated = validated

    def call(self, call: messages.Call, callbacks: Sequence[Callback]) -> messages.Reply:
        """Run one call in this process."""
        function = self._functions.get(call.function)
        if function is None:
            return messages.Lost("missing")
        question = self._assignment.questions[call.function]

        def run(*args: Any, **kwargs: Any) -> Any:
            if not self._validated:
                question.forbid(*args, **kwargs)
            return function(*args, **kwargs)

        try:
            returned = invoke(
                run, call, self._assignment.fixtures, lambda i, args: callbacks[i](*args)
            )
        except Exception as error:
            return messages.Raised(mro(error), message=str(error)[:2000])
        return replace(returned, value=_foreign(returned.value))


def _foreign(value: Any) -> Any:
    """What the wire would make of a value: numpy and other objects become Opaque."""
    import numpy as np

    if isinstance(value, np.ndarray):
        return messages.Opaque("ndarray")
    if isinstance(value, np.generic):
        return messages.Opaque("numpy scalar")
    if isinstance(value, tuple | list):
        return tuple(_foreign(part) for part in value)
    if isinstance(value, dict):
        return {str(key): _foreign(part) for key, part in value.items()}
    if isinstance(value, torch.Tensor | bool | int | float | str) or value is None:
        return value
    return messages.Opaque("object")


class Reference:
    """The independent right answer: float64 throughout, gradients by finite differences."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment

    def call(self, call: messages.Call, callbacks: Sequence[Callback]) -> messages.Reply:
        """Answer in float64; floating outputs are then cast to the dtype that is asked for."""
        question = self._assignment.questions[call.function]
        dtype = question.expected_dtype(list(float_tensors((call.args, call.kwargs))))
        call = replace(
            call,
            args=tuple(_upcast(arg) for arg in call.args),
            kwargs={key: _upcast(arg) for key, arg in call.kwargs.items()},
        )
        arguments = self._arguments(call, callbacks)
        try:
            value = question.answer(*arguments.args, **arguments.kwargs)
        except ValueError as error:
            return messages.Raised(mro(error), message=str(error))
        except Exception as error:
            message = f"{question.id}: its reference raised {type(error).__name__}: {error}"
            raise AssignmentError(f"{message}; mend the reference") from error
        return messages.Returned(
            value=_cast(value, dtype),
            grads=self._gradients(question, call, callbacks) if call.wrt else (),
            generators=tuple(generator.get_state() for generator in arguments.generators),
        )

    def _arguments(self, call: messages.Call, callbacks: Sequence[Callback]) -> Arguments:
        plain = replace(call, wrt=())
        return Arguments(plain, self._assignment.fixtures, lambda i, args: callbacks[i](*args))

    def _gradients(
        self, question: Question, call: messages.Call, callbacks: Sequence[Callback]
    ) -> tuple[torch.Tensor, ...]:
        if question.analytic_gradient is not None:
            made = self._arguments(call, callbacks)
            names = tuple(_spell(question, target) for target in call.wrt)
            return tuple(
                question.analytic_gradient(*made.args, wrt=names, cot=call.cot, **made.kwargs)
            )

        def weighted(at: messages.Call) -> float:
            made = self._arguments(at, callbacks)
            value = question.differentiated(*made.args, **made.kwargs)
            values, cots = (
                (value, call.cot) if isinstance(value, tuple) else ((value,), (call.cot,))
            )
            pairs = zip(values, cots, strict=True)
            return sum(float((y * w).sum()) for y, w in pairs if w is not None)

        return tuple(_differentiate(weighted, call, target) for target in call.wrt)


def _differentiate(
    function: Callable[[messages.Call], float], call: messages.Call, target: messages.Wrt
) -> torch.Tensor:
    """Central differences of fourth order, error O(h^4): with h = 1e-3 both the truncation and the
    rounding error stay near 1e-12 relative for smooth functions of order one.
    """
    point = _pick(call, target)
    flat = point.reshape(-1)
    slope = torch.zeros_like(flat)
    for i in range(flat.numel()):
        if not bool(flat[i].isfinite()):
            continue  # at an infinite entry the derivative is the limit, 0 by the contracts
        h = 1e-3 * max(1.0, abs(float(flat[i])))

        def at(step: float, i: int = i) -> float:
            moved = flat.clone()
            moved[i] += step
            return function(_place(call, target, moved.reshape(point.shape)))

        slope[i] = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
    return slope.reshape(point.shape)


def _pick(call: messages.Call, target: messages.Wrt) -> torch.Tensor:
    key, name = target
    value = call.args[key] if isinstance(key, int) else call.kwargs[key]
    found = value.tensors[name] if name is not None else value
    if isinstance(found, messages.Tracked):
        found = found.tensor
    if not isinstance(found, torch.Tensor):
        raise AssignmentError(f"{call.function}: wrt names {target}, which is no tensor")
    return found


def _place(call: messages.Call, target: messages.Wrt, tensor: torch.Tensor) -> messages.Call:
    key, name = target
    value: Any = tensor
    if name is not None:
        held = call.args[key] if isinstance(key, int) else call.kwargs[key]
        value = replace(held, tensors={**held.tensors, name: tensor})
    if isinstance(key, int):
        return replace(call, args=(*call.args[:key], value, *call.args[key + 1 :]))
    return replace(call, kwargs={**call.kwargs, key: value})


def _spell(question: Question, target: messages.Wrt) -> str:
    key, name = target
    argument = question.parameters[key].name if isinstance(key, int) else key
    return argument if name is None else f"{argument}.{name}"


def _upcast(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.to(torch.float64) if value.is_floating_point() else value
    if isinstance(value, messages.Tracked):
        return _upcast(value.tensor)
    if isinstance(value, messages.Fixture):
        return replace(value, tensors={name: _upcast(part) for name, part in value.tensors.items()})
    if isinstance(value, tuple | list):
        return type(value)(_upcast(part) for part in value)
    return value


def _cast(value: Any, dtype: torch.dtype) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach().to(dtype) if value.is_floating_point() else value
    if isinstance(value, tuple | list):
        return tuple(_cast(part, dtype) for part in value)
    if isinstance(value, dict):
        return {key: _cast(part, dtype) for key, part in value.items()}
    return value
