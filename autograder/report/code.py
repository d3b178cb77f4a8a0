"""What a student wrote for one question, told from its text by one pass of a lexer.

`ast.parse` can exhaust memory or recursion on hostile text, so it has no place here. The pattern
is possessive throughout: no backtracking, linear in the text whatever the text is.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

_TOKEN = re.compile(
    r'(?P<string>[rRbBuUfF]{0,2}+(?:"""(?:[^"\\]++|\\.?|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^'\\]++|\\.?|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]++|\\.?)*+"?'
    r"|'(?:[^'\\\n]++|\\.?)*+'?))"
    r"|(?P<comment>\#[^\n]*+)"
    r"|(?P<name>[^\W\d]\w*+)"
    r"|(?P<number>\.?\d[\w.]*+)"
    r"|(?P<newline>\n)"
    r"|(?P<sign>\S)",
    re.DOTALL,
)
_SOURCE = 100_000
"""Characters of a cell that are looked at."""
_LINES, _WIDTH, _TOKENS = 60, 100, 3_000
"""What is kept of a body; no answer to a question of a course is longer."""
KEYWORDS = frozenset(keyword.kwlist)


@dataclass(frozen=True, slots=True)
class Token:
    """One lexeme of a body, comments and line breaks left out."""

    kind: str
    """string, name, number or sign."""
    text: str
    line: int
    """Index into the body's lines."""


@dataclass(frozen=True, slots=True)
class Body:
    """A function's text without signature and docstring, which the handout gave."""

    lines: tuple[str, ...]
    tokens: tuple[Token, ...]


@lru_cache(maxsize=4096)
def body(source: str, name: str) -> Body | None:
    """The last definition of a name in a cell, by `def` or by `=`; None if there is none."""
    text = source[:_SOURCE].replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    lexemes = list(_TOKEN.finditer(text))
    start = _definition(lexemes, text, name)
    if start is None:
        return None
    first, end = _extent(lexemes, text, start)
    if first >= end:
        return None
    begin = text.rfind("\n", 0, lexemes[first].start()) + 1
    inline = text[begin : lexemes[first].start()].strip()  # `def f(x): return x`, `f = …`
    begin = lexemes[first].start() if inline else begin
    lines = text[begin : lexemes[end - 1].end()].split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip())
    shown = [x[min(margin, len(x) - len(x.lstrip())) :].rstrip() for x in lines[:_LINES]]
    tokens: list[Token] = []
    line = 0
    for found in lexemes[first:end]:
        if line >= _LINES or len(tokens) >= _TOKENS:
            break
        if found.lastgroup not in ("comment", "newline"):
            tokens.append(Token(str(found.lastgroup), found[0], line))
        line += found[0].count("\n")
    return Body(tuple(x[:_WIDTH] for x in shown), tuple(tokens))


def _definition(lexemes: list[re.Match[str]], text: str, name: str) -> int | None:
    """Index of the lexeme after the name, where it is defined at the left margin."""
    found = None
    for i, here in enumerate(lexemes):
        if here[0] != name or here.lastgroup != "name":
            continue
        line = text[text.rfind("\n", 0, here.start()) + 1 : here.start()]
        after = lexemes[i + 1][0] if i + 1 < len(lexemes) else ""
        if line in ("def ", "async def ") or (not line and after in ("=", ":")):
            found = i + 1
    return found


def _extent(lexemes: list[re.Match[str]], text: str, start: int) -> tuple[int, int]:
    """The lexemes of a body, from and to: after the signature, before the next statement."""
    opener = "=" if lexemes[start][0] in ("=", ":") else ":"
    depth, first, end = 0, len(lexemes), len(lexemes)
    for i in range(start, len(lexemes)):
        here = lexemes[i]
        at_margin = here.start() == 0 or text[here.start() - 1] == "\n"
        if at_margin and depth == 0 and here.lastgroup not in ("newline", "comment"):
            end = i
            break
        depth += (here[0] in "([{") - (here[0] in ")]}") if here.lastgroup == "sign" else 0
        if here[0] == opener and depth == 0 and first > i:
            first = i + 1
    while first < end and lexemes[first].lastgroup == "newline":
        first += 1
    if opener == ":" and first < end and lexemes[first].lastgroup == "string":
        first += 1
        while first < end and lexemes[first].lastgroup == "newline":
            first += 1
    while end > first and lexemes[end - 1].lastgroup in ("newline", "comment"):
        end -= 1
    return first, end


def coloured(line: str) -> Markup:
    """A line of code as HTML in the three quiet styles: `b` keywords, `span` strings, `i`
    comments.
    """
    return Markup("").join(_coloured(line))


def _coloured(line: str) -> Iterator[Markup]:
    end = 0
    for found in _TOKEN.finditer(line):
        yield escape(line[end : found.start()])
        end, kind = found.end(), found.lastgroup
        style = _STYLES.get(str(kind))
        if kind == "name" and found[0] in KEYWORDS:
            style = _BOLD
        yield style.format(found[0]) if style else escape(found[0])
    yield escape(line[end:])


_BOLD = Markup("<b>{}</b>")
_STYLES = {"string": Markup("<span>{}</span>"), "comment": Markup("<i>{}</i>")}
