"""Wrong implementations made automatically from an assignment's solution, one small change each.

A mutant brings its own validation, as the solution does. The other functions of the solution stay
right, so all that a mutant does wrong comes from its one change.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import CodeType, FunctionType
from typing import Any

import torch

from autograder.assignment import Question
from autograder.catalog import Content
from autograder.mutants import arithmetic, calls, statements
from autograder.mutants.edit import Edit, Place, guards, places
from autograder.source import reduced
from autograder.verdict import Kind

__all__ = ["Mutant", "mutants"]


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


def mutants(content: Content, question: str) -> tuple[Mutant, ...]:
    """Every mutant of one question: of its function and of the helpers that it uses.

    A helper is a function of the solution that is no question itself; where several questions
    use it, each has its own mutants of it. Changes that give the same source count once.
    """
    text = content.course.solution(content.assignment.slug).read_text(encoding="utf-8")
    functions = {n.name: n for n in reduced(text).body if isinstance(n, ast.FunctionDef)}
    asked = content.assignment.questions
    found: dict[tuple[str, int, int, str], Mutant] = {}
    for name in _used(functions, question, asked):
        function = functions[name]
        for place, edit in _edits(function, helper=name != question):
            if not _matters(edit, asked[question]):
                continue
            at = place.statement
            made = _made(function, place, edit)
            key = (name, at.lineno, at.col_offset, made[1] if made else "")
            if made is None or key in found:
                continue
            was, becomes, code = made
            run = _bound(content.solution[question].__globals__, functions, code, question)
            found[key] = Mutant(
                question, edit.operator, edit.description, at.lineno, was, becomes, run
            )
    return tuple(found.values())


def _used(
    functions: Mapping[str, ast.FunctionDef], question: str, asked: Mapping[str, object]
) -> list[str]:
    """A question's function and the helpers it calls, directly or through each other."""
    used = [question]
    for name in used:
        for node in ast.walk(functions[name]):
            called = node.id if isinstance(node, ast.Name) else ""
            if called in functions and called not in asked and called not in used:
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
            return was, becomes, compile(module, f"<mutant of {function.name}>", "exec")
        except (SyntaxError, TypeError, ValueError):
            return None


def _head(nodes: list[ast.stmt] | list[ast.AST]) -> str:
    return "; ".join(ast.unparse(node).split("\n", 1)[0] for node in nodes)


def _bound(
    original: dict[str, Any], functions: Mapping[str, object], code: CodeType, question: str
) -> Callable[..., Any]:
    """The question's function in a copy of its module in which `code` has replaced one."""
    copy = dict(original)
    for name in functions:
        f = original[name]
        copy[name] = FunctionType(f.__code__, copy, name, f.__defaults__, f.__closure__)
    exec(code, copy)  # noqa: S102 - the course's own solution with one small change
    run: Callable[..., Any] = copy[question]
    return run
