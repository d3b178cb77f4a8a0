"""A submission's cells as the gradebook keeps them for the feedback page: compressed, bounded."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from autograder.submission import Cell

MAX_OUTPUT = 1_000_000
MAX_OUTPUTS = 4_000_000
"""Bytes of JSON kept of one output, and of all outputs of a submission."""


def pack(cells: Sequence[Cell]) -> bytes:
    """Cells to bytes: sources whole, outputs within the limits, a note where one is left out."""
    left = MAX_OUTPUTS
    packed = []
    for cell in cells:
        outputs = []
        for output in cell.outputs:
            size = len(json.dumps(output))
            kept = size <= min(MAX_OUTPUT, left)
            left -= size if kept else 0
            outputs.append(output if kept else _left_out(size))
        packed.append([cell.kind, cell.source, outputs])
    return zlib.compress(json.dumps(packed).encode(), 1)


def unpack(data: bytes) -> tuple[Cell, ...]:
    """The cells of `pack`."""
    return tuple(
        Cell(kind, source, tuple(outputs))
        for kind, source, outputs in json.loads(zlib.decompress(data))
    )


def _left_out(size: int) -> dict[str, Any]:
    return {
        "output_type": "stream",
        "name": "stdout",
        "text": f"[an output of {size / 1e6:.1f} MB, too large to show here]\n",
    }
