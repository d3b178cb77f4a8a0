"""What a student's Python text defines, told from its lines alone.

`ast.parse` can exhaust memory or recursion on hostile text, so it has no place on the trusted
side. Recognising an assignment and choosing between two files need only names, and whether a
body is more than a stub: one pass of a lexer that knows strings and comments is enough, linear
in the text whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

# Possessive throughout (`*+`): no backtracking, and an unterminated string ends with the text.
_LEXEME = re.compile(
    r'"""(?:[^"\\]++|\\.?|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^'\\]++|\\.?|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]++|\\.?)*+"?'
    r"|'(?:[^'\\\n]++|\\.?)*+'?"
    r"|\#[^\n]*+",
    re.DOTALL,
)
_DEFINED = re.compile(
    r"^(?P<indent>[ \t]*+)(?:async[ \t]++)?(?:def|class)[ \t]++(?P<name>\w++)"
    r"|^(?P<value>\w++)[ \t]*+(?::[^=\n]*+)?=(?!=)",
    re.MULTILINE,
)
_STUB = re.compile(
    r"(?:\.\.\.|pass|return(?: None)?|raise NotImplementedError\b.*|[urbfURBF]*\"\"|[)\]]+|)[;,]?"
)
_MARKER = re.compile(r"#[ \t]*(?:%%%*(?:[ \t](?P<rest>.*))?|In\[[\d ]*\]:|COMMAND -+)")
_SIGNATURE = 5_000  # characters; keeps the search for a closing bracket linear


def definitions(sources: Iterable[str], names: Collection[str]) -> dict[str, bool]:
    """Which of some names a submission defines, and which it has worked on.

    Args:
        sources: the text of each code cell.
        names: the names to look for.

    Returns:
        For each name that is defined, whether one of its definitions is more than a stub (a
        docstring, then nothing, `...`, `pass` or `raise NotImplementedError`).
    """
    found: dict[str, bool] = {}
    for source in sources:
        text = _LEXEME.sub(_blank, source.replace("\r\n", "\n").replace("\r", "\n"))
        for match in _DEFINED.finditer(text):
            name = match["name"] or match["value"]
            if name in names and not found.get(name):
                found[name] = bool(match["value"]) or not _is_stub(text, match)
    return found


def _blank(match: re.Match[str]) -> str:
    """A comment becomes nothing and a string an empty one; lines keep their numbers."""
    lexeme = match[0]
    return "" if lexeme[0] == "#" else '""' + "\n" * lexeme.count("\n")


def _is_stub(text: str, definition: re.Match[str]) -> bool:
    start = _end_of_signature(text, definition.end())
    if start is None:
        return False
    indent = len(definition["indent"].expandtabs())
    for number, line in enumerate(_lines(text, start)):
        statement = line.strip()
        column = len(line[: len(line) - len(line.lstrip())].expandtabs())
        if number and statement and column <= indent:
            break
        if not _STUB.fullmatch(statement):
            return False
    return True


def _end_of_signature(text: str, start: int) -> int | None:
    """Position after the colon that opens the body."""
    depth = 0
    for position in range(start, min(len(text), start + _SIGNATURE)):
        char = text[position]
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == ":" and depth == 0:
            return position + 1
    return None


def _lines(text: str, start: int) -> Iterator[str]:
    """The lines of `text` from a position on, without copying the rest of it."""
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def percent_cells(text: str) -> list[tuple[str, str]]:
    """Split a script at its `# %%` lines, as the percent format does, or at the lines that stand
    for them: `# In[3]:` in what nbconvert writes, `# COMMAND ----------` in what Databricks does.

    Jupytext would read the header's YAML, whose aliases can be made to fill the memory, and turn
    comments into magics; a submission needs neither. A `# %%` inside a string is not a marker.

    Args:
        text: a script with line feeds at the ends of its lines.

    Returns:
        (kind, source) for each cell, kind being code, markdown or raw; one code cell when there
        is no marker. What stands before the first marker is a cell unless it is blank or all
        comments (a header).
    """
    marks = [
        (found.start(), found.end(), mark["rest"] or "")
        for found in _LEXEME.finditer(text)
        if (found.start() == 0 or text[found.start() - 1] == "\n")
        and (mark := _MARKER.fullmatch(found[0]))
    ]
    if not marks:
        return [("code", text)]
    before = text[: marks[0][0]].strip("\n")
    header = all(line.startswith("#") or not line.strip() for line in before.split("\n"))
    cells = [] if header else [("code", before)]
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    for (_, start, rest), end in zip(marks, ends, strict=True):
        body = text[start:end].strip("\n")
        if re.search(r"\[(?:markdown|md)\]", rest):
            cells.append(("markdown", _uncommented(body)))
        elif "[raw]" in rest:
            cells.append(("raw", _uncommented(body)))
        else:
            cells.append(("code", body))
    return cells


def _uncommented(body: str) -> str:
    quoted = re.fullmatch(r'r?"""\n?(.*?)\n?"""', body, re.DOTALL)
    return quoted[1] if quoted else re.sub(r"^# ?", "", body, flags=re.MULTILINE)
