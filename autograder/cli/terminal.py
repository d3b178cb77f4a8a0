"""What commands print: symbols for statuses, aligned columns, a progress bar on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_SYMBOLS = {
    "passed": ("✓", "[ok]", "passed"),
    "partly": ("◐", "[~]", "partly right"),
    "failed": ("✗", "[x]", "not right yet"),
    "error": ("!", "[!]", "raised an error"),
    "timeout": ("⧗", "[t]", "took too long"),
    "missing": ("?", "[?]", "not found"),
    "not_attempted": ("○", "[ ]", "not started"),
    "ungraded": ("‖", "[=]", "not graded yet, ours"),
    "waiting": ("‖", "[=]", "to mark"),
    "unreadable": ("?", "[?]", "unreadable"),
}


def console(*, stderr: bool = False) -> Console:
    """A plain console: no wrapping of words by markup, at most 100 columns."""
    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)
    made.width = min(made.width, 100) if made.is_terminal else 100
    return made


def speaks_unicode(to: Console) -> bool:
    """Whether the symbols can be shown."""
    return "utf" in (to.encoding or "").lower()


def symbol(status: str, to: Console) -> str:
    """A status as one sign and its words."""
    sign, plain, word = _SYMBOLS[status]
    return f"{sign if speaks_unicode(to) else plain} {word}"


def columns(rows: Sequence[tuple[str, ...]], right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Rows as lines with aligned columns; `right` names those that hold numbers."""
    if not rows:
        return
    widths = [max(cell_len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = []
        for i, text in enumerate(row):
            space = " " * (widths[i] - cell_len(text))
            cells.append(space + text if i in right else text + space)
        yield ("  " + "  ".join(cells)).rstrip()


def visible(text: str) -> str:
    """A name or message from outside, without control characters that would steer a terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)


def usage(message: str) -> int:
    """Say in one line what is wrong with a command; returns its exit code."""
    sys.stderr.write(f"autograder: {visible(message)}\n")
    return 2


class Step(Protocol):
    """Call it once for each thing done."""

    def __call__(self) -> None:
        """One more is done."""
        ...


@contextmanager
def progress(title: str, total: int, to: Console) -> Iterator[Step]:
    """A bar on a terminal; elsewhere one line each 10 %."""
    if to.is_terminal and not os.environ.get("CI"):
        bar = Progress(
            TextColumn("  {task.description}"),
            BarColumn(40),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            console=to,
            transient=True,
        )
        with bar:
            task = bar.add_task(title, total=total)
            yield lambda: bar.advance(task)
        return
    done = 0
    tenths = 0

    def step() -> None:
        nonlocal done, tenths
        done += 1
        if total and 10 * done // total > tenths:
            tenths = 10 * done // total
            to.print(f"  {title} {done}/{total}")
            sys.stderr.flush()

    yield step
