"""The course's own percent-format sources: cells, stubs, and a file reduced to its definitions."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass

from autograder.assignment import Parameter


@dataclass(frozen=True, slots=True)
class Stub:
    """A function the student is to write."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    docstring: str
    source: str

    @classmethod
    def of(cls, function: ast.FunctionDef, text: str) -> Stub:
        """Read a stub from its definition in `text`."""
        arguments = [*function.args.posonlyargs, *function.args.args]
        defaults = [inspect.Parameter.empty] * (len(arguments) - len(function.args.defaults))
        defaults += [ast.literal_eval(default) for default in function.args.defaults]
        parameters = tuple(
            Parameter(a.arg, ast.unparse(a.annotation) if a.annotation else "", default)
            for a, default in zip(arguments, defaults, strict=True)
        )
        returns = ast.unparse(function.returns) if function.returns else ""
        source = ast.get_source_segment(text, function) or ""
        return cls(function.name, parameters, returns, ast.get_docstring(function) or "", source)


def stubs(text: str) -> dict[str, Stub]:
    """Every function in `text` whose body is only a docstring and a NotImplementedError."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and is_stub(node):
            found[node.name] = Stub.of(node, text)
    return found


def is_stub(function: ast.FunctionDef) -> bool:
    """Whether nothing but the docstring, `pass`, `...` or a NotImplementedError is there."""
    body = function.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return all(_is_placeholder(statement) for statement in body)


def _is_placeholder(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return statement.value.value is ...
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        raised = statement.exc
        name = raised.func if isinstance(raised, ast.Call) else raised
        return isinstance(name, ast.Name) and name.id == "NotImplementedError"
    return False


def reduced(text: str) -> ast.Module:
    """`text` with its imports, functions, classes and simple assignments only: no demo runs."""
    kept: list[ast.stmt] = [
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
        or (isinstance(node, ast.Assign | ast.AnnAssign) and _is_simple(node.value))
    ]
    return ast.Module(kept, type_ignores=[])


def _is_simple(value: ast.expr | None) -> bool:
    """An assignment that only names a constant, such as LOG2PI = math.log(2 * math.pi)."""
    if value is None:
        return False
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    return all(ast.unparse(call.func).startswith("math.") for call in calls)
