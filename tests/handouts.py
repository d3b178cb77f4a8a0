"""Notebooks as students would save them: a built handout with its stubs replaced."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path


def filled(handout: Path, solution: Path, versions: Mapping[str, str] | None = None) -> str:
    """A built handout with the solution in place of its stubs.

    Args:
        handout: the built .ipynb.
        solution: the model answer.
        versions: source to use in place of the solution's, by question.
    """
    text = solution.read_text(encoding="utf-8")
    written = {}
    extra = []
    notebook = json.loads(handout.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    asked = {name for cell in code for name in _functions("".join(cell["source"]))}
    for node in ast.parse(text).body:
        source = ast.get_source_segment(text, node) or ""
        if isinstance(node, ast.FunctionDef) and node.name in asked:
            written[node.name] = source
        elif not isinstance(node, ast.Expr) and "otter" not in source:
            extra.append(source)
    written.update(versions or {})
    for cell in code:
        source = "".join(cell["source"])
        for name, segment in _functions(source).items():
            if name in written:
                source = source.replace(segment, written[name])
        cell["source"] = source.splitlines(keepends=True)
    code[0]["source"] += ["\n", *"\n\n".join(extra).splitlines(keepends=True)]
    return json.dumps(notebook)


def _functions(source: str) -> dict[str, str]:
    return {
        node.name: ast.get_source_segment(source, node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
