"""Make the notebook a student with one mistake would hand in: the solution, one formula replaced.

A solution validates first; the splice keeps everything up to the last statement that raises, and
puts the other version's body behind it.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat

from autograder.catalog import Content


def notebook(content: Content, versions: Mapping[str, Callable[..., Any]]) -> str:
    """The solution as an .ipynb, with the formula of each question in `versions` replaced."""
    text = content.course.solution(content.assignment.slug).read_text(encoding="utf-8")
    module = ast.parse(text)
    cells = ["import math\nimport torch\nimport torch.nn.functional as F\nfrom torch import Tensor"]
    helpers = {node.name for node in module.body if _raises(node)}
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name in versions:
            cells.append(ast.unparse(_spliced(node, versions[node.name], helpers)))
        elif isinstance(
            node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Assign
        ):
            source = ast.get_source_segment(text, node)
            if source and "otter" not in source:
                cells.append(source)
    return as_notebook(cells)


def dependents(content: Content) -> set[str]:
    """The questions whose model answer calls another question's, which must stay right then."""
    names = set(content.assignment.questions)
    return {name for name in names if names & set(content.solution[name].__code__.co_names)}


def as_notebook(cells: list[str], **metadata: Any) -> str:
    """Code cells as the text of a notebook file."""
    made = nbformat.v4.new_notebook(metadata=metadata)
    made.cells = [nbformat.v4.new_code_cell(cell, id=f"c{i}") for i, cell in enumerate(cells)]
    return str(nbformat.writes(made))


def _spliced(
    node: ast.FunctionDef, version: Callable[..., Any], helpers: set[str]
) -> ast.FunctionDef:
    body = node.body
    last = max((i for i, part in enumerate(body) if _validates(part, helpers)), default=-1)
    other = _definition(version)
    formula = other.body[1:] if ast.get_docstring(other) else other.body
    made = copy.deepcopy(node)
    # First, so that a name it brings is never local to the function and not yet bound. A version
    # that calls itself does so by its own name.
    itself = ast.parse(f"{version.__name__} = {node.name}").body
    made.body = [*itself, *_preamble(version), *made.body[: last + 1], *formula]
    return made


def _definition(function: Callable[..., Any]) -> ast.FunctionDef:
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


def _raises(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(part, ast.Raise) for part in ast.walk(node)
    )


def _validates(statement: ast.stmt, helpers: set[str]) -> bool:
    return any(
        isinstance(part, ast.Raise)
        or (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Name)
            and part.func.id in helpers
        )
        for part in ast.walk(statement)
    )


def _preamble(function: Callable[..., Any]) -> list[ast.stmt]:
    """What its module gives a version: everything but the registered versions themselves.

    It goes inside the function, where it can't meet another version's helpers of the same name.
    """
    text = Path(inspect.getsourcefile(function) or "").read_text(encoding="utf-8")
    kept: list[ast.stmt] = []
    for node in ast.parse(text).body:
        ours = isinstance(node, ast.ImportFrom) and (
            node.level > 0 or (node.module or "").startswith("autograder")
        )
        registered = isinstance(node, ast.FunctionDef) and node.decorator_list
        words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not ours and not registered and not words:
            kept.append(node)
    return kept
