"""A submission's cells as the gradebook keeps them for the feedback page: compressed, bounded."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from autograder.submission import Cell, bounded


def pack(cells: Sequence[Cell]) -> bytes:
    """Cells to bytes: sources whole, outputs within the limits, a note where one is left out."""
    packed = [[cell.kind, cell.source, cell.outputs] for cell in bounded(cells)]
    return zlib.compress(json.dumps(packed).encode(), 1)


def unpack(data: bytes) -> tuple[Cell, ...]:
    """The cells of `pack`."""
    return tuple(
        Cell(kind, source, tuple(outputs))
        for kind, source, outputs in json.loads(zlib.decompress(data))
    )
