"""Cells of the tables that people open in a spreadsheet, and CSV.

Source: RFC 4180; OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

Cell = str | float | None
"""None is an empty cell."""


def number(hundredths: int | None) -> int | float | None:
    """Points as people write them, at most two decimals; None while ungraded."""
    if hundredths is None:
        return None
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a ' goes before what might be one.

    Looked at is the first character that shows, since some programs strip spaces and marks; its
    full-width form counts too. Pipes of DDE calls need such a beginning as well, so they stay.
    """
    first = next((c for c in text if c.isprintable() and not c.isspace()), "")
    if text.startswith(("\t", "\r", "\n")) or unicodedata.normalize("NFKC", first) in {*"=+-@"}:
        return f"'{text}"
    return text


def one_line(text: str) -> str:
    """A plain cell without line breaks, for importers that read line by line."""
    return plain(" ".join(text.split()))


def usable(key: str) -> str:
    """An id for a platform to look up, which has to be in the cell as it is; "" if it can't be."""
    return key if key == one_line(key) else ""


def csv_text(rows: Iterable[Sequence[Cell]], *, end: str = "\r\n") -> str:
    """Rows as CSV, with the line ends of RFC 4180; texts become plain, numbers stay numbers."""
    lines = []
    for row in rows:
        buffer = io.StringIO()  # its writer's own line end makes it quote one in a cell
        csv.writer(buffer).writerow(
            [plain(cell) if isinstance(cell, str) else cell for cell in row]
        )
        lines.append(buffer.getvalue().removesuffix("\r\n") + end)
    return "".join(lines)
