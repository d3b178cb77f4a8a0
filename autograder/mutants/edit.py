"""One small change of a syntax tree: where it is made, what it is called, what it puts there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """What an operator puts in the place of a node."""

    operator: str
    description: str
    """What then is not as asked, in a student's terms and without the source."""
    new: ast.AST | list[ast.stmt]
    """A node, or statements in the place of one statement."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a function and what an operator needs to know of its surroundings."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    """In a list of the parent's; None where the field holds the node alone."""
    statement: ast.stmt
    """The innermost statement around the node, or the node itself."""
    above: tuple[ast.AST, ...]
    """The parents, outermost first."""

    @contextmanager
    def holding(self, new: ast.AST | list[ast.stmt]) -> Iterator[None]:
        """Put `new` there, and the node back afterwards."""
        whole = getattr(self.parent, self.field)
        changed: object = new
        if self.index is not None:
            several = new if isinstance(new, list) else [new]
            changed = [*whole[: self.index], *several, *whole[self.index + 1 :]]
        setattr(self.parent, self.field, changed)
        try:
            yield
        finally:
            setattr(self.parent, self.field, whole)


_KEPT = (ast.Raise, ast.arguments, ast.JoinedStr, ast.Import, ast.ImportFrom)
"""What is no part of a formula: messages, signatures, imports."""


def places(function: ast.FunctionDef) -> Iterator[Place]:
    """Every node of a function's body, outer ones first, docstring and messages left out."""
    for i, statement in enumerate(function.body):
        if not (i == 0 and ast.get_docstring(function) is not None):
            yield from _within(Place(statement, function, "body", i, statement, (function,)))


def _within(place: Place) -> Iterator[Place]:
    node = place.node
    if isinstance(node, _KEPT):
        return
    yield place
    above = (*place.above, node)
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "ctx"):
            continue
        several = value if isinstance(value, list) else [value]
        for i, child in enumerate(several):
            if not isinstance(child, ast.AST):
                continue
            index = i if isinstance(value, list) else None
            statement = child if isinstance(child, ast.stmt) else place.statement
            yield from _within(Place(child, node, name, index, statement, above))


def guards(statement: ast.stmt) -> bool:
    """Whether a statement looks at the arguments only: it raises, or calls something for that."""
    if isinstance(statement, ast.If | ast.Try | ast.For):
        return any(isinstance(node, ast.Raise) for node in ast.walk(statement))
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def name(text: str) -> ast.Name:
    """A variable that is read."""
    return ast.Name(text, ast.Load())


def method(value: ast.expr, called: str, *arguments: ast.expr) -> ast.Call:
    """`value.called(*arguments)`."""
    return ast.Call(ast.Attribute(value, called, ast.Load()), list(arguments), [])
