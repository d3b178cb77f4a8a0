"""What a check saw of an implementation: the structure of every reply, then the leaves it returned.

An observation is data about one run of one check on one implementation. It knows nothing of what
is right; `compare` holds two of them side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

Structure = tuple[Any, ...]
"""("tensor", dtype, shape) | ("number", type) | ("str",) | ("none",) | ("sequence", parts) |
("dict", ((key, part), ...)) | ("opaque", kind)."""


CALLS = "calls"
"""In an End's detail: what differs is how a recorded function was called, not the reply."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A reply, or a part of one, that is no value: a numpy array, a numpy scalar, any object."""

    kind: str
    value: torch.Tensor | None = None


@dataclass(frozen=True, slots=True)
class Raises:
    """Whether a call raised, and with which classes (qualified names along the MRO)."""

    mro: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Property:
    """A property that must hold on every right implementation, the reference among them."""

    holds: bool
    scores: tuple[float, ...] = ()
    """Of an estimate: how many standard errors each entry is off."""
    sigmas: float = 0.0
    """Of an estimate: how many it may be off."""


@dataclass(frozen=True, slots=True)
class PValue:
    """A statistical test of what an implementation drew."""

    p: float
    """The probability of something as odd as this, if all is right."""
    side: int = 0
    """On which side it is odd: -1 or 1; 0 where a test has no sides."""


Leaf = torch.Tensor | int | float | bool | str | Raises | Property | PValue | Opaque | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What one call did besides answering."""

    changed: bool = False
    filled: bool = False
    attached: bool = False
    rng: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Why an observation stopped before the check returned."""

    reason: str
    """"raised", "structure", or the reason of a lost call ("timeout", "memory", ...)."""
    detail: tuple[str, ...] = ()
    """Raised: the exception's MRO. Structure: the kind of difference, and perhaps CALLS."""
    cell: int | None = None
    line: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One run of one check on one implementation."""

    replies: tuple[Structure, ...]
    leaves: tuple[Leaf, ...]
    end: End | None = None
    effects: tuple[Effects, ...] = ()


def structure(value: Any) -> Structure:
    """Describe a reply without its values; tuple, list and namedtuple are one kind of sequence."""
    if isinstance(value, torch.Tensor):
        return ("tensor", str(value.dtype).removeprefix("torch."), tuple(value.shape))
    if isinstance(value, bool | int | float):
        return ("number", type(value).__name__)
    if isinstance(value, str):
        return ("str",)
    if value is None:
        return ("none",)
    if isinstance(value, tuple | list):
        return ("sequence", tuple(structure(part) for part in value))
    if isinstance(value, dict):
        parts = sorted(value.items(), key=lambda item: str(item[0]))
        return ("dict", tuple((str(key), structure(part)) for key, part in parts))
    return ("opaque", value.kind if isinstance(value, Opaque) else "object")


def difference(expected: Structure, observed: Structure) -> str | None:
    """The first difference between two structures: "arity", "type", "shape", "dtype" or None."""
    first: str | None = None
    for kind in _differences(expected, observed):
        if kind != "dtype":
            return kind
        first = kind
    return first


def _differences(expected: Structure, observed: Structure) -> Iterator[str]:
    if expected[0] != observed[0]:
        yield "arity" if "sequence" in (expected[0], observed[0]) else "type"
    elif expected[0] == "tensor":
        if expected[2] != observed[2]:
            yield "shape"
        if expected[1] != observed[1]:
            yield "dtype"
    elif expected[0] in ("sequence", "dict"):
        if len(expected[1]) != len(observed[1]):
            yield "arity"
            return
        for a, b in zip(expected[1], observed[1], strict=True):
            if expected[0] == "dict":
                if a[0] != b[0]:
                    yield "arity"
                    return
                a, b = a[1], b[1]  # noqa: PLW2901 - the parts without their keys
            yield from _differences(a, b)
    elif expected != observed:
        yield "type"


def widen(value: Any) -> Any:
    """A reply as a check computes with it: floating tensors in float64, sequences as tuples."""
    if isinstance(value, torch.Tensor):
        value = value.detach()
        if value.is_complex():
            return value.to(torch.complex128)
        return value.to(torch.float64) if value.is_floating_point() else value
    if isinstance(value, tuple | list):
        return tuple(widen(part) for part in value)
    if isinstance(value, dict):
        return {key: widen(part) for key, part in value.items()}
    return value


def leaves(value: Any) -> Iterator[Leaf]:
    """The leaves of what a check returned, in order."""
    if isinstance(value, tuple | list):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from leaves(value[key])
    elif isinstance(value, torch.Tensor):
        yield widen(value)
    elif (
        isinstance(value, bool | int | float | str | Raises | Property | PValue | Opaque)
        or value is None
    ):
        yield value
    else:
        yield Opaque("object")
