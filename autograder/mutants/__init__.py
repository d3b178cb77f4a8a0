"""Wrong implementations made automatically from right ones, one small change each.

The other functions of a right answer's module stay as they are, so all that a mutant does wrong
comes from its one change.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import torch

from autograder.assignment import Question
from autograder.catalog import Content
from autograder.mutants import arithmetic, calls, statements
from autograder.mutants.edit import Edit, Place, guards, places
from autograder.source import reduced
from autograder.verdict import Kind

__all__ = ["Mutant", "mutants", "mutants_of_alternates"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong implementation of a question."""

    question: str
    operator: str
    """What kind of change it is; diagnoses and records of equivalence use this id."""
    description: str
    """The mistake in a student's terms, such as "a factor ½ is missing"; no source."""
    line: int
    """Of the solution's file."""
    was: str
    """The statement that is changed; only its head where it opens a block."""
    becomes: str
    run: Callable[..., Any]
    validated: bool
    """Whether it brings its own validation, as a solution does."""


def mutants(content: Content, question: str) -> tuple[Mutant, ...]:
    """Every mutant of one question: of its function and of the helpers that it uses.

    A helper is a function of the solution that is no question itself; where several questions
    use it, each has its own mutants of it. Changes that give the same source count once.
    """
    text = content.course.solution(content.assignment.slug).read_text(encoding="utf-8")
    functions = {n.name: n for n in reduced(text).body if isinstance(n, ast.FunctionDef)}
    asked = content.assignment.questions
    source = _Source(functions, question, frozenset(asked), content.solution[question].__globals__)
    return tuple(_mutants(source, asked[question], validated=True))


def mutants_of_alternates(content: Content, question: str) -> tuple[Mutant, ...]:
    """The same of the alternates, other right answers; what they are told from is not counted."""
    asked = content.assignment.questions[question]
    found: list[Mutant] = []
    for function in asked.alternates.values():
        if not isinstance(function, FunctionType):
            continue
        tree = ast.parse(Path(function.__code__.co_filename).read_text(encoding="utf-8"))
        several = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        line = function.__code__.co_firstlineno
        own = next(n for n in several if line in (n.lineno, *(d.lineno for d in n.decorator_list)))
        own.decorator_list = []  # it is registered already
        functions = {node.name: node for node in several} | {own.name: own}
        source = _Source(functions, own.name, frozenset(), function.__globals__)
        found += _mutants(source, asked, validated=False)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Source:
    """The module of a right answer."""

    functions: Mapping[str, ast.FunctionDef]
    answer: str
    """The function that answers the question."""
    asked: frozenset[str]
    """Functions that are other questions, to be left alone."""
    space: dict[str, Any]
    """The module's globals."""


def _mutants(source: _Source, question: Question, *, validated: bool) -> Iterator[Mutant]:
    found: set[tuple[str, int, int, str]] = set()
    for name in _used(source):
        function = source.functions[name]
        for place, edit in _edits(function, helper=name != source.answer):
            if not _matters(edit, question):
                continue
            at = place.statement
            made = _made(function, place, edit)
            key = (name, at.lineno, at.col_offset, made[1] if made else "")
            if made is None or key in found:
                continue
            found.add(key)
            was, becomes, code = made
            run = _bound(source, code)
            yield Mutant(
                question.id,
                edit.operator,
                edit.description,
                at.lineno,
                was,
                becomes,
                run,
                validated,
            )


def _used(source: _Source) -> list[str]:
    """The function that answers and the helpers it calls, directly or through each other."""
    used = [source.answer]
    for name in used:
        for node in ast.walk(source.functions[name]):
            called = node.id if isinstance(node, ast.Name) else ""
            if called in source.functions and called not in {*source.asked, *used}:
                used.append(called)
    return used


def _edits(function: ast.FunctionDef, *, helper: bool) -> Iterator[tuple[Place, Edit]]:
    parameters = frozenset(argument.arg for argument in function.args.args)
    body = [place for place in places(function) if place.parent is function]
    formula = next((place for place in body if not guards(place.statement)), None)
    if formula is not None and not helper:
        for edit in statements.openings(function):
            assert isinstance(edit.new, list)
            opened = [*edit.new, formula.statement]
            yield formula, Edit(edit.operator, edit.description, opened)
        for edit in statements.endings(function):
            yield body[-1], edit
    for place in places(function):
        names = (*parameters, *_assigned(function, place.statement.lineno))
        for edit in chain(
            statements.edits(place),
            arithmetic.edits(place),
            calls.edits(place),
            arithmetic.confused(place, names, parameters),
        ):
            yield place, edit


def _assigned(function: ast.FunctionDef, before: int) -> list[str]:
    """Names of values computed above a line."""
    return [
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.lineno < before
    ]


def _matters(edit: Edit, question: Question) -> bool:
    """Whether a change can break the contract at all."""
    if edit.operator == "detach_added":
        return any(check.kind is Kind.GRAD for check in question.checks)
    return not (edit.operator == "float64" and question.dtype is torch.float64)


def _made(function: ast.FunctionDef, place: Place, edit: Edit) -> tuple[str, str, CodeType] | None:
    """(statement as it was, as it becomes, the compiled function), or None for no change."""
    was = _head([place.statement])
    with place.holding(edit.new):
        if place.node is not place.statement:
            becomes = _head([place.statement])
        else:
            becomes = _head(edit.new if isinstance(edit.new, list) else [edit.new])
        if was == becomes:
            return None
        module = ast.fix_missing_locations(ast.Module([function], type_ignores=[]))
        try:
            with warnings.catch_warnings(action="ignore"):  # of what looks like a slip: it is one
                return was, becomes, compile(module, f"<mutant of {function.name}>", "exec")
        except (SyntaxError, TypeError, ValueError):
            return None


def _head(nodes: list[ast.stmt] | list[ast.AST]) -> str:
    return "; ".join(ast.unparse(node).split("\n", 1)[0] for node in nodes)


def _bound(source: _Source, code: CodeType) -> Callable[..., Any]:
    """The answering function in a copy of its module in which `code` has replaced one."""
    copy = dict(source.space)
    for name in source.functions:
        f = copy.get(name)
        if isinstance(f, FunctionType):
            copy[name] = FunctionType(f.__code__, copy, name, f.__defaults__, f.__closure__)
    exec(code, copy)  # noqa: S102 - the course's own answer with one small change
    run: Callable[..., Any] = copy[source.answer]
    return run
