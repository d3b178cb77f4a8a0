"""What decides a question's verdicts, as a digest: a regrade runs only what has changed.

Not of files: a comment, a moved line or another question's check changes no verdict of this one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

import torch

from autograder.assignment import Question
from autograder.draw import Fixture, Generator


def question_version(question: Question, solution: Mapping[str, Any], fixtures: str) -> str:
    """A digest of everything that a question's points and diagnoses come from.

    Args:
        question: with its checks, misconceptions and alternates.
        solution: the model answer's functions.
        fixtures: the text of fixtures.py, which checks refer to by name.
    """
    digest = hashlib.sha256()

    def note(*values: object) -> None:
        digest.update(repr(values).encode())

    note(question.id, question.points, question.title, question.dtype, question.parameters)
    note(fixtures, [(example.id, _plain(example.arguments)) for example in question.examples])
    functions = [solution.get(question.id), *question.functions]
    for check in question.checks:
        note(check.id, check.kind, check.sentence, check.dtype, check.tolerance, check.repeats)
        functions.append(check.run)
    for wrong in question.misconceptions.values():
        note(wrong.id, wrong.sentence)
        functions.append(wrong.run)
    note(list(question.alternates))
    functions += question.alternates.values()
    code = _Code()
    for function in functions:
        note(code.of(function))
    return digest.hexdigest()


def checks_version(versions: Iterable[str]) -> str:
    """One digest for an assignment's questions; an attempt under another is out of date."""
    return hashlib.sha256("\0".join(versions).encode()).hexdigest()


class _Code:
    """Functions as nested tuples of what they do: bytecode, constants, and what they call."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def of(self, value: Any) -> object:
        """A function of the course with all that it leads to; anything else by its name."""
        if not isinstance(value, FunctionType) or not _is_ours(value):
            return _plain(value)
        if id(value) in self._seen:
            return ("again", self._seen[id(value)])
        self._seen[id(value)] = len(self._seen)
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        return (
            _body(value.__code__),
            [self.of(part) for part in (*(value.__defaults__ or ()), *cells)],
            sorted((value.__kwdefaults__ or {}).items(), key=repr),
            [
                (name, self._named(value.__globals__[name]))
                for name in sorted(set(_names(value.__code__)))
                if name in value.__globals__
            ],
        )

    def _named(self, value: Any) -> object:
        ours = isinstance(value, type) and _is_ours(value)
        if ours or (isinstance(value, ModuleType) and value.__name__.startswith("_reference_")):
            return [
                (name, self.of(part))
                for name, part in sorted(vars(value).items())
                if isinstance(part, FunctionType) or not name.startswith("__")
            ]
        return self.of(value)


def _is_ours(value: Any) -> bool:
    """Whether it is the course's: what libraries do is not versioned here."""
    return str(value.__module__).startswith(("_reference_", "_solution_"))


def _body(code: CodeType) -> object:
    """What code does, wherever it stands."""
    constants = [
        _body(constant) if isinstance(constant, CodeType) else _plain(constant)
        for constant in code.co_consts
    ]
    return (code.co_code.hex(), constants, code.co_names, code.co_varnames, code.co_argcount)


def _names(code: CodeType) -> Iterable[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _plain(value: Any) -> object:
    """A value as something whose repr is the same in every process."""
    if isinstance(value, torch.Tensor):
        return (str(value.dtype), tuple(value.shape), value.tolist())
    if isinstance(value, Mapping):
        return sorted(((str(key), _plain(part)) for key, part in value.items()), key=repr)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if isinstance(value, int | float | complex | str | bytes | torch.dtype | None):
        return value
    if isinstance(value, Fixture):
        return (value.name, _plain(value.tensors))
    if isinstance(value, Generator):
        return value.seed
    return (type(value).__name__, getattr(value, "__name__", ""))
