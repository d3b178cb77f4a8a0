"""A student's code as HTML that can do nothing, and the part of a cell that a question needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markupsafe import Markup
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Operator, String, _TokenType

EXCERPT_LINES = 60
"""A longer cell is shown beside its question only where the question stands."""
EXCERPT_CHARS = 5_000
SEARCHED_CHARS = 1_000_000

# Bidi controls reorder what a reader sees, NUL and lone surrogates can't be written to a file.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class ShownCode:
    """Code of a student ready for the page: one piece of HTML a line."""

    lines: tuple[Markup, ...]
    first: int = 1
    """Number of the first line in its cell."""
    note: str = ""
    """What is left out, as a sentence."""
    folded: tuple[int, int] = (0, 0)
    """Indices, from and to, of lines that one line stands for: the rest of a long docstring."""


def neutral(text: str) -> str:
    """The text with NUL, control, bidi-control and unpaired surrogate characters made visible."""
    return _CONTROL.sub("\ufffd", text)


def excerpt(source: str, name: str, marked: int | None) -> ShownCode:
    """The part of a cell that belongs beside the question `name`.

    Args:
        source: the whole cell.
        name: what the question asks to define.
        marked: a line, from 1, that has to be in it, or None.
    """
    lines = _lines(source[:SEARCHED_CHARS])
    first, end = _stretch(lines, name, marked if marked and marked <= len(lines) else None)
    chosen: list[str] = []
    for line in lines[first:end]:
        chosen.append(line[:500])
        if sum(map(len, chosen)) > EXCERPT_CHARS:
            break
    last = first + len(chosen)
    whole = len(chosen) == len(lines)
    note = "" if whole else f"Lines {first + 1:,} to {last:,} of {len(lines):,} in this cell."
    folded = _docstring(chosen, marked - first if marked else None)
    return ShownCode(highlight("\n".join(chosen)), first + 1, note, folded)


def _docstring(lines: Sequence[str], marked: int | None) -> tuple[int, int]:
    """The lines of a long docstring after its first; the handout has them, the cell below too."""
    start = next((i for i, line in enumerate(lines) if line.strip()[:3] in _QUOTES), None)
    if start is None:
        return 0, 0
    quote = lines[start].strip()[:3]
    if quote in lines[start].strip()[3:]:
        return 0, 0
    end = next((i for i in range(start + 1, len(lines)) if quote in lines[i]), None)
    if end is None or end - start < 4 or (marked is not None and start < marked - 1 <= end):
        return 0, 0
    return start + 1, end + 1


_QUOTES = ('"""', "'''")


def _stretch(lines: Sequence[str], name: str, marked: int | None) -> tuple[int, int]:
    """Start and end of the definition of `name`, or of the whole cell if that is short."""
    if len(lines) <= EXCERPT_LINES:
        return 0, len(lines)
    start = re.compile(rf"(?:async\s+def|def|class)\s+{re.escape(name)}\b|{re.escape(name)}\s*[:=]")
    found = [i for i, line in enumerate(lines) if start.match(line)]
    first = found[-1] if found else 0
    if marked is not None and not first < marked <= first + EXCERPT_LINES:
        first = max(0, marked - EXCERPT_LINES // 2)
    after = re.compile(r"(?:async\s+def|def|class)\s|@|#\s*%%")
    window = range(first + 1, min(first + EXCERPT_LINES, len(lines)))
    end = next((i for i in window if after.match(lines[i]) and i >= (marked or 0)), window.stop)
    while end > first + 1 and not lines[end - 1].strip():
        end -= 1
    return first, end


def _lines(source: str) -> list[str]:
    """Lines as Python counts them, without blank ones at the end."""
    return neutral(source.replace("\r\n", "\n").replace("\r", "\n")).rstrip().split("\n")


def _style(token: _TokenType) -> str:
    """Which of the three quiet styles a token has: a tag name, or "" for none."""
    if token in Keyword or token is Operator.Word:
        return "b"
    if token in String:
        return "span"
    return "i" if token in Comment else ""


@lru_cache(maxsize=256)
def highlight(source: str) -> tuple[Markup, ...]:
    """Python as HTML, line by line: `b` keywords, `span` strings, `i` comments."""
    text = "\n".join(_lines(source))
    lines: list[list[str]] = [[]]
    style, run = "", ""
    tokens = PythonLexer().get_tokens_unprocessed(text)
    styled = [(_style(kind), value) for _, kind, value in tokens]
    for next_style, value in [*styled, ("end", "")]:
        if next_style == style:
            run += value
            continue
        for i, part in enumerate(run.split("\n")):
            if i:
                lines.append([])
            if part:
                html = escape(part, quote=False)
                lines[-1].append(f"<{style}>{html}</{style}>" if style else html)
        style, run = next_style, value
    return tuple(Markup("".join(line)) for line in lines)  # noqa: S704 - escaped above
