"""What crosses the trust boundary, as plain data; importable on both sides, imports only torch.

A value is a torch.Tensor, int, float, bool, str, None, or a tuple, list or str-keyed dict of
values. Arguments may also hold the markers `Generator`, `Fixture`, `Recorded` and `Tracked`;
replies may hold `Opaque`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch


@dataclass(slots=True)
class Generator:
    """A torch.Generator as an argument. `state` is its get_state() (uint8); the state after a
    call replaces it, so the next call goes on where this one stopped.
    """

    state: torch.Tensor


@dataclass(frozen=True, slots=True)
class Fixture:
    """A function or module handed to the student: `name` in the assignment's public fixture
    source, built on the side that calls, so that autograd works through it.
    """

    name: str
    tensors: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A function handed to the student that runs on the trusted side; `index` names it within
    its call.
    """

    index: int


@dataclass(frozen=True, slots=True)
class Tracked:
    """A tensor argument that requires grad when it is handed over."""

    tensor: torch.Tensor


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something a student returned that is no value of ours."""

    kind: str
    """"ndarray", "numpy scalar" or "object"."""
    value: torch.Tensor | None = None
    """A numpy array's or scalar's content."""


Wrt = tuple[int | str, str | None]
"""An argument (its position, or its keyword) and, inside a Fixture, the name of a tensor."""


@dataclass(frozen=True, slots=True)
class Call:
    """Call `function` by name. With `wrt`, also differentiate sum(cot * output)."""

    function: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    wrt: tuple[Wrt, ...] = ()
    cot: Any = None
    """A tensor shaped like the output, or for a tuple output one entry (tensor or None) each."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The function returned. All but `value` and `grads` are claims, never grounds for points."""

    value: Any
    grads: tuple[torch.Tensor | None, ...] = ()
    """One per `wrt`; None where no gradient arrives."""
    changed: tuple[int | str, ...] = ()
    """Arguments (position or keyword) whose tensors no longer hold what was handed over."""
    filled: tuple[int | str, ...] = ()
    """Arguments whose `.grad` was None and no longer is."""
    attached: bool = False
    """Whether any returned tensor requires grad."""
    rng: bool = False
    """Whether the process's global RNG (torch, numpy or random) moved."""
    generators: tuple[torch.Tensor, ...] = ()
    """State after the call of each `Generator`, in order of appearance."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The function raised."""

    mro: tuple[str, ...]
    """Qualified names of the exception's classes, e.g. ("builtins.IndexError", ...)."""
    cell: int | None = None
    """Innermost frame that lies in the student's cells: cell index, line in it (from 1)."""
    line: int | None = None
    message: str = ""
    """At most 2000 characters; for public calls only."""


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer: "missing" (no such function), "timeout", "memory", "died" (the process ended),
    "protocol" (the process broke the connection) or "too_large" (the reply passes a limit).
    """

    reason: str


Reply = Returned | Raised | Lost
