"""Reads what a submission's process claims: strictly, into the types the engine knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from .limits import Limits
from .messages import Call, Fixture, Generator, Lost, Raised, Reply, Returned, Tracked, Wrt
from .protocol import Decoder, ProtocolError

FULL, REDUCED, DROPPED = 0, 1, 2
"""How a cell is run: as it is, without what computes, or not at all."""

_KEPT = "only its imports, functions, classes and simple assignments were kept."
_REMEDIES = {
    "builtins.ModuleNotFoundError": " If the module is a file of yours, copy what you need of it "
    "into a cell: nothing but the file you hand in is there when it is graded.",
    "builtins.FileNotFoundError": " Nothing but the file you hand in is there when it is graded, "
    "so no answer may depend on another.",
    "builtins.EOFError": " Nobody answers input() when it is graded: write the value itself there.",
}
"""What to do about an error that comes from how notebooks are graded."""
_CONFLICT = re.compile(r"^<<<<<<< ", re.MULTILINE)
_MERGE = (
    " It holds the marks of an unfinished git merge (<<<<<<<, =======, >>>>>>>): keep one version "
    "and delete the marks."
)
NEVER = "The notebook ended its own process twice, so none of its cells could be kept."


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What happened to one cell: status is "ok", "error", "reduced" or "lost"."""

    status: str
    error: str = ""
    """Qualified name of the exception's class."""
    line: int | None = None
    note: str = ""
    """One sentence for the student's page, or ""."""


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a name was last bound at the top level of a cell; `line` counts from 1."""

    cell: int
    line: int
    stub: bool


def cells(claimed: Any, sources: Sequence[str], limits: Limits) -> tuple[CellOutcome, ...]:
    """The outcome of each cell.

    Raises:
        ProtocolError: the claim has another form.
    """
    if len(_list(claimed)) != len(sources):
        raise ProtocolError("another number of cells")
    return tuple(
        _cell(_list(item, 3), source, limits) for item, source in zip(claimed, sources, strict=True)
    )


def _cell(claimed: list[Any], source: str, limits: Limits) -> CellOutcome:
    reason, error, line = claimed[0], _text(claimed[1], 200), _line(claimed[2])
    where = "This cell" if line is None else f"Line {line} of this cell"
    notes = {
        "ok": ("ok", ""),
        "error": ("error", "The functions and classes after the line that raised were kept."
                           + _REMEDIES.get(error, "")),
        "syntax": ("lost", f"{where} could not be read as Python, so nothing of the cell was kept."
                           + (_MERGE if _CONFLICT.search(source) else "")),
        "time": ("reduced", f"This cell ran longer than {limits.cell_cpu:g} s and was stopped; "
                            f"of the rest {_KEPT}"),
        "budget": ("reduced", f"The cells before had used all {limits.cells_cpu:g} s; of this "
                              f"cell {_KEPT}"),
        "ended": ("reduced", f"This cell ended the process or could not be stopped; {_KEPT}"),
        "parse": ("lost", "Reading this cell as Python ended the process; nothing of it was kept."),
    }  # fmt: skip
    if not isinstance(reason, str) or reason not in notes:
        raise ProtocolError("no outcome")
    status, note = notes[reason]
    return CellOutcome(status, error, line, note)


def definitions(claimed: Any, questions: Sequence[str], count: int) -> dict[str, Definition]:
    """Where each question is defined.

    Raises:
        ProtocolError: the claim has another form.
    """
    if not isinstance(claimed, dict) or not set(claimed) <= set(questions):
        raise ProtocolError("no definitions")
    found = {}
    for name, place in claimed.items():
        cell, line, stub = _list(place, 3)
        if type(cell) is not int or not 0 <= cell < count or _line(line) is None:
            raise ProtocolError("no place")
        found[name] = Definition(cell, line, stub is True)
    return found


def reply(message: dict[str, Any], blob: memoryview, call: Call, count: int) -> Reply:
    """The answer to a call.

    Args:
        message: its JSON part, already known to answer this call.
        blob: its tensors.
        call: what was asked.
        count: how many cells there are.

    Raises:
        ProtocolError: it has another form.
    """
    decoder = Decoder(blob)
    result: Reply
    if "returned" in message:
        result = _returned(message["returned"], decoder, call)
    elif "raised" in message:
        result = _raised(message["raised"], count)
    elif message.get("lost") in ("missing", "too_large"):
        result = Lost(message["lost"])
    else:
        raise ProtocolError("no reply")
    decoder.end()
    return result


def _returned(parts: Any, decoder: Decoder, call: Call) -> Returned:
    value, grads, changed, filled, attached, rng, states = _list(parts, 7)
    content = decoder.value(value)
    derivatives = tuple(
        None if node is None else decoder.tensor(node) for node in _list(grads, len(call.wrt))
    )
    for target, derivative in zip(call.wrt, derivatives, strict=True):
        # A check may compute with it before it is compared, so its size is not the student's.
        if derivative is not None and derivative.shape != _target(call, target).shape:
            raise ProtocolError("no gradient")
    before = list(_generators((call.args, call.kwargs)))
    after = tuple(decoder.tensor(node) for node in _list(states, len(before)))
    for old, new in zip(before, after, strict=True):
        if new.dtype is not torch.uint8 or new.shape != old.state.shape:
            raise ProtocolError("no generator state")
    return Returned(
        content, derivatives, _keys(changed, call), _keys(filled, call),
        attached is True, rng is True, after,
    )  # fmt: skip


def _target(call: Call, target: Wrt) -> torch.Tensor:
    """What a gradient was asked for."""
    key, name = target
    value = call.args[key] if isinstance(key, int) else call.kwargs[key]
    if isinstance(value, Fixture):
        value = value.tensors[name or ""]
    found = value.tensor if isinstance(value, Tracked) else value
    assert isinstance(found, torch.Tensor)  # the driver asks for no other
    return found


def _raised(parts: Any, count: int) -> Raised:
    mro, cell, line, message = _list(parts, 4)
    if not 1 <= len(_list(mro)) <= 50:
        raise ProtocolError("no classes")
    if cell is not None and (type(cell) is not int or not 0 <= cell < count):
        raise ProtocolError("no cell")
    names = tuple(_text(name, 200) for name in mro)
    return Raised(names, cell, _line(line), _text(message, 2000))


def _keys(claimed: Any, call: Call) -> tuple[int | str, ...]:
    if not _list(claimed):
        return ()
    known = {*range(len(call.args)), *call.kwargs}
    found = [key for key in claimed if type(key) in (int, str) and key in known]
    return tuple(dict.fromkeys(found))


def _generators(value: Any) -> Iterator[Generator]:
    if isinstance(value, Generator):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _generators(item)
    elif isinstance(value, dict):
        yield from _generators(tuple(value.values()))


def _list(node: Any, length: int | None = None) -> list[Any]:
    if not isinstance(node, list) or (length is not None and len(node) != length):
        raise ProtocolError("no list")
    return node


def _text(node: Any, most: int) -> str:
    if not isinstance(node, str) or len(node) > most:
        raise ProtocolError("no text")
    return node


def _line(node: Any) -> int | None:
    if node is not None and (type(node) is not int or not 0 <= node < 1 << 30):
        raise ProtocolError("no line")
    return node
