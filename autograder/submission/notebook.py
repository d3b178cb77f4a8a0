"""Bytes of a submitted file to its cells, within limits that no file can talk its way out of.

Nothing of the file is trusted: its size is looked at before it is read, its structure before it
is parsed, and a wrong form is a `SubmissionError` that says what is the matter and what to do.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from autograder.errors import SubmissionError

from .source import percent_cells

MAX_SOURCE = 10_000_000
MAX_CELLS = 10_000
MAX_CONTAINERS = 2_000_000  # lists and objects; each takes up to 200 bytes once parsed
MAX_DEPTH = 100
MAX_OUTPUT = 1_000_000
MAX_OUTPUTS = 4_000_000
"""Bytes of JSON kept of one output, and of all outputs of a submission."""
OUTPUTS_OF_A_CELL = 100

_AGAIN = "open it in Jupyter, save it and hand in that file"
_OPENING = re.compile(rb'"[^"\\]*+(?:\\.?[^"\\]*+)*+"?|([\[{])', re.DOTALL)
"""A string, to be skipped, or a bracket that opens a list or an object."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, as the file has it."""

    kind: str
    """code, markdown or raw"""
    source: str
    outputs: tuple[dict[str, Any], ...] = ()
    """In nbformat 4's form, plain JSON, not checked and not sanitised."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says, before anyone asks whose it is."""

    cells: tuple[Cell, ...]
    assignment: str | None
    """What the notebook's metadata names as its assignment; any text."""


def parse(data: bytes, *, script: bool) -> Content:
    """Read a notebook (any nbformat) or a script (percent format or plain).

    Raises:
        SubmissionError: it is no notebook, or beyond the limits.
    """
    content = Content(_script(data), None) if script else _notebook(data)
    size = sum(len(cell.source.encode()) for cell in content.cells)
    if size > MAX_SOURCE:
        raise SubmissionError(
            f"has {size / 1e6:,.1f} MB of source, more than {MAX_SOURCE / 1e6:.0f} MB; move data "
            "out of the cells and hand it in again"
        )
    return content


def _script(data: bytes) -> tuple[Cell, ...]:
    if len(data) > 2 * MAX_SOURCE:  # more than MAX_SOURCE even if it is UTF-16
        raise SubmissionError(
            f"has {len(data) / 1e6:,.1f} MB of source, more than {MAX_SOURCE / 1e6:.0f} MB; move "
            "data out of it and hand it in again"
        )
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cells = percent_cells(text)
    _check_count(cells)
    return tuple(Cell(kind, source) for kind, source in cells)


def _notebook(data: bytes) -> Content:
    tree = _json(data)
    cells: Any = None
    old = False
    if isinstance(tree, dict):
        cells = tree.get("cells")
        sheets = tree.get("worksheets")
        if cells is None and isinstance(sheets, list):  # nbformat 2 and 3
            old = True
            cells = [
                cell
                for sheet in sheets
                if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
                for cell in sheet["cells"]
            ]
    if not isinstance(cells, list):
        raise SubmissionError(f"is not a notebook, it has no cells; {_AGAIN}")
    _check_count(cells)
    return Content(
        tuple(_cell(cell, number, old=old) for number, cell in enumerate(cells, 1)),
        _assignment(tree.get("metadata")),
    )


def _check_count(cells: Sized) -> None:
    """Before anything is done for each of them."""
    if len(cells) > MAX_CELLS:
        raise SubmissionError(
            f"has {len(cells):,} cells, more than {MAX_CELLS:,}; delete those that don't belong "
            "to the assignment and hand it in again"
        )


def _json(data: bytes) -> Any:
    """Parse JSON, bounded: a few bytes of text can ask for a hundred times as much memory."""
    try:
        text = data.decode(json.detect_encoding(data), "replace").lstrip()
        if text.startswith("<"):
            raise SubmissionError(
                "is a web page saved under the name of a notebook; use File > Download in "
                "Jupyter and hand in that file"
            )
        if data.count(b"[") + data.count(b"{") > MAX_CONTAINERS:
            opened = (found for found in _OPENING.finditer(data) if found.lastindex)
            if next(islice(opened, MAX_CONTAINERS, None), None):
                raise SubmissionError(
                    "holds too many pieces of data to be read; clear the outputs of its cells, "
                    "save it and hand it in again"
                )
        tree = json.loads(text)
        if _deeper_than(tree, MAX_DEPTH):
            raise RecursionError
        if re.search(r"\\u[dD][89a-fA-F]", text):  # half a surrogate pair can't be written out
            tree = json.loads(json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        raise SubmissionError(f"is nested too deeply to be a notebook; {_AGAIN}") from None
    except json.JSONDecodeError as error:
        end = len(text.rstrip())
        if text.startswith("{") and (error.pos >= end or error.msg.startswith("Unterminated")):
            raise SubmissionError(
                f"ends in the middle, after {len(data):,} bytes; download it from Jupyter again "
                "and hand in the whole file"
            ) from None
        if re.search(r"^<<<<<<< ", text, re.MULTILINE):
            raise SubmissionError(
                "holds two versions and the marks of an unfinished git merge (<<<<<<<); keep one "
                "of them, see that it opens in Jupyter and hand in that file"
            ) from None
        raise SubmissionError(f"is not a notebook; {_AGAIN}") from None
    except ValueError:  # an integer of more digits than Python reads
        raise SubmissionError(f"is not a notebook; {_AGAIN}") from None
    return tree


def _deeper_than(tree: Any, depth: int) -> bool:
    level = [tree]
    for _ in range(depth + 1):
        level = [node for node in level if isinstance(node, (dict, list))]
        if not level:
            return False
        level = [c for node in level for c in (node.values() if isinstance(node, dict) else node)]
    return True


def _cell(cell: Any, number: int, *, old: bool) -> Cell:
    if not isinstance(cell, dict):
        raise SubmissionError(f"is not a notebook, its cell {number} is no cell; {_AGAIN}")
    kind = cell.get("cell_type")
    # nbformat 3 has a code cell's text in "input", nbformat 1 in "code" and "text".
    source = next((cell[key] for key in ("source", "input", "code", "text") if key in cell), "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise SubmissionError(f"is not a notebook, its cell {number} has no text; {_AGAIN}")
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if kind != "code":
        text = kind in ("markdown", "heading", "html", "text")
        return Cell("markdown" if text else "raw", source)
    outputs = cell.get("outputs")
    kept = [item for item in outputs if isinstance(item, dict)] if isinstance(outputs, list) else []
    return Cell("code", source, _upgraded(kept) if old else tuple(kept))


def bounded(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells with no more of their outputs than a page could show, a note where one is left out."""
    left = MAX_OUTPUTS
    kept = []
    for cell in cells:
        outputs = []
        for output in cell.outputs[:OUTPUTS_OF_A_CELL]:
            size = len(json.dumps(output))
            fits = size <= min(MAX_OUTPUT, left)
            left -= size if fits else 0
            outputs.append(output if fits else _left_out(size))
        kept.append(replace(cell, outputs=tuple(outputs)))
    return tuple(kept)


def _left_out(size: int) -> dict[str, Any]:
    return {
        "output_type": "stream",
        "name": "stdout",
        "text": f"[an output of {size / 1e6:.1f} MB, too large to show here]\n",
    }


def _upgraded(outputs: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Outputs of nbformat 3 in nbformat 4's form; those that are in neither are left out."""
    from nbformat import from_dict
    from nbformat.v4.convert import upgrade_output

    kept = []
    for output in outputs:
        try:
            new = upgrade_output(from_dict(output))
            kept.append(json.loads(json.dumps(new)))
        except Exception:  # noqa: S112 - the file's fault, whatever it is
            continue
    return tuple(kept)


def _assignment(metadata: Any) -> str | None:
    for tool, key in (("otter", "assignment_name"), ("autograder", "assignment")):
        entry = metadata.get(tool) if isinstance(metadata, Mapping) else None
        name = entry.get(key) if isinstance(entry, Mapping) else None
        if isinstance(name, str):
            return name
    return None
