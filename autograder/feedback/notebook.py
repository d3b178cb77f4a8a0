"""What a student handed in, as HTML that can do nothing: cells, highlighted code, outputs.

Everything here takes untrusted text or untrusted JSON. Sizes are cut before anything costs time,
Markdown is sanitised after it was rendered, and no id, class, style, address of an image or
heading of the student's reaches the page.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Any, Protocol

import mistune
import nh3
from markupsafe import Markup

from autograder.feedback.code import ShownCode, highlight, neutral

SOURCE_CHARS = 20_000
"""Most characters of one cell that are shown."""
OUTPUT_CHARS = 4_000
OUTPUT_LINES = 80
CELLS_HTML = 200_000
"""Most characters of HTML for all cells, pictures not counted."""
IMAGE_BYTES = 1_000_000
IMAGES_BYTES = 4_000_000
IMAGE_PIXELS = 25_000_000

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class Cell(Protocol):
    """One cell of a submission; a notebook's, or a part of a percent-format script."""

    @property
    def kind(self) -> str:
        """One of "code", "markdown", "raw"."""

    @property
    def source(self) -> str:
        """The text, with any line ends."""

    @property
    def outputs(self) -> Sequence[Any]:
        """Output dicts of nbformat 4 as they stand in the file: JSON that nobody checked."""


@dataclass(frozen=True, slots=True)
class ShownOutput:
    """One output: text, or a picture as a data URI."""

    text: str = ""
    image: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of the notebook as the page shows it; exactly one of code, html, text is set."""

    number: int
    """From 1, as students count."""
    code: ShownCode | None = None
    html: Markup | None = None
    text: str | None = None
    outputs: tuple[ShownOutput, ...] = ()


@dataclass(slots=True)
class _Budget:
    """What one page may still take."""

    html: int = CELLS_HTML
    image_bytes: int = IMAGES_BYTES


def show(cells: Sequence[Cell], spent: int = 0) -> tuple[tuple[ShownCell, ...], int]:
    """Make cells ready for the page.

    Args:
        cells: in order.
        spent: characters that plots have taken from what there is for cells.

    Returns:
        The cells that fit on a page, in order, and how many after them do not.
    """
    budget = _Budget(CELLS_HTML - spent)
    shown: list[ShownCell] = []
    for number, cell in enumerate(cells, start=1):
        one = _show_cell(number, cell, budget)
        budget.html -= _size(one)
        if budget.html < 0:
            return tuple(shown), len(cells) - len(shown)
        shown.append(one)
    return tuple(shown), 0


def in_words(answer: str) -> Markup:
    """An answer as HTML, read as Markdown."""
    return _markdown(neutral(answer[:SOURCE_CHARS]))


def _show_cell(number: int, cell: Cell, budget: _Budget) -> ShownCell:
    source = cell.source[:SOURCE_CHARS]
    left_out = len(cell.source) - len(source)
    note = f"The other {left_out:,} characters of this cell are left out here." if left_out else ""
    if cell.kind == "markdown":
        html = _markdown(neutral(source))
        return ShownCell(number, html=html + Markup("<p>%s</p>") % note if note else html)
    if cell.kind != "code":
        return ShownCell(number, text=f"{neutral(source)}\n{note}".rstrip("\n"))
    outputs = _show_outputs(cell.outputs, budget)
    return ShownCell(number, code=ShownCode(highlight(source), note=note), outputs=outputs)


def _size(cell: ShownCell) -> int:
    """About how many characters a cell takes in the page."""
    lines = cell.code.lines if cell.code else ()
    texts = [cell.html or "", escape(cell.text or ""), *(escape(o.text) for o in cell.outputs)]
    return 300 + sum(len(line) + 24 for line in lines) + sum(map(len, texts))


# Markdown


class _Renderer(mistune.HTMLRenderer):
    """Markdown to HTML, with pictures as words and TeX as readable text."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"<em>[picture: {escape(text or 'no description')}]</em>"


def _tex(md: mistune.Markdown) -> None:
    """TeX stays text: Markdown must not read its underscores, nobody runs a script to draw it."""
    md.block.register(
        "tex_environment",
        r"^ {0,3}\\begin\{(?P<tex_name>[a-z]+\*?)\}[\s\S]*?\\end\{(?P=tex_name)\}[ \t]*(?:\n|$)",
        _tex_environment,
        before="list",
    )
    if md.renderer is not None:
        md.renderer.register("block_math", lambda _, text: f"<pre>{escape(text.strip())}</pre>\n")
        md.renderer.register("inline_math", lambda _, text: f"<code>{escape(text)}</code>")


def _tex_environment(
    block: mistune.BlockParser, match: re.Match[str], state: mistune.BlockState
) -> int:
    state.append_token({"type": "block_math", "raw": match.group(0)})
    return match.end()


_MARKDOWN = mistune.create_markdown(
    renderer=_Renderer(escape=False), plugins=["strikethrough", "table", "math", _tex]
)

_CLEANER = nh3.Cleaner(
    tags={"p", "br", "hr", "em", "strong", "b", "i", "u", "s", "del", "sub", "sup", "kbd", "code"}
    | {"pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"},
    clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "textarea"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)

_HEADING = re.compile(r"<(/?)h([1-6])>")


@lru_cache(maxsize=256)
def _markdown(source: str) -> Markup:
    """Markdown as sanitised HTML; the student's headings stay out of the page's outline."""
    html = _CLEANER.clean(str(_MARKDOWN(source)))
    # After cleaning no tag but `a` and `ol` has an attribute, so these tags are exactly ours.
    html = _HEADING.sub(lambda m: "</div>" if m[1] else f'<div class="title t{m[2]}">', html)
    scroller = '<div class="scroll" role="group" tabindex="0" aria-label="Your table"><table>'
    html = html.replace("<table>", scroller).replace("</table>", "</table></div>")
    return Markup(html)  # noqa: S704 - sanitised above


# Outputs


def _show_outputs(outputs: Sequence[Any], budget: _Budget) -> tuple[ShownOutput, ...]:
    shown: list[ShownOutput] = []
    used = 0
    for output in outputs[:50] if isinstance(outputs, (list, tuple)) else ():
        one = _show_output(output, budget) if isinstance(output, Mapping) else None
        if one is None:
            continue
        shown.append(one)
        used += len(one.text)
        if used >= OUTPUT_CHARS:
            break
    return tuple(shown)


def _show_output(output: Mapping[str, Any], budget: _Budget) -> ShownOutput | None:
    match output.get("output_type"):
        case "stream":
            return _show_text(output.get("text"))
        case "error":
            trace = output.get("traceback")
            if not isinstance(trace, list):
                trace = [output.get("ename"), output.get("evalue")]
            return _show_text(
                "\n".join(line[:OUTPUT_CHARS] for line in trace[:200] if isinstance(line, str))
            )
        case "display_data" | "execute_result":
            data = output.get("data")
            return _show_data(data, budget) if isinstance(data, Mapping) else None
    return None


def _show_data(data: Mapping[str, Any], budget: _Budget) -> ShownOutput | None:
    """A picture if there is one that is what it says, else the text, else a page's text."""
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            image = _image(data[kind], kind, budget)
            if image:
                return ShownOutput(image=image)
            return ShownOutput(note="A picture is left out: it is too large, or unreadable.")
    if "text/plain" in data:
        return _show_text(data["text/plain"])
    if "text/html" in data:
        html = _joined(data["text/html"])
        return _show_text(unescape(nh3.clean(neutral(html), tags=set())).strip())
    return None


def _joined(value: Any) -> str:
    """Read text, which nbformat writes as one string or a list, no further than it can show."""
    if isinstance(value, str):
        return value[: 10 * OUTPUT_CHARS]
    if isinstance(value, list):
        return "".join(line[:OUTPUT_CHARS] for line in value[:1000] if isinstance(line, str))
    return ""


def _length(value: Any) -> int:
    parts = value if isinstance(value, list) else [value]
    return sum(len(part) for part in parts if isinstance(part, str))


def _show_text(value: Any) -> ShownOutput | None:
    """Printed text as a terminal leaves it: no escape codes, progress bars in their last state."""
    text = _ANSI.sub("", _joined(value)[: 10 * OUTPUT_CHARS]).replace("\r\n", "\n")
    text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    kept = "\n".join(text.split("\n")[:OUTPUT_LINES])[:OUTPUT_CHARS].rstrip()
    if not kept:
        return None
    cut = len(kept) < len(text.rstrip()) or _length(value) > 10 * OUTPUT_CHARS
    note = f"Output is cut here; in your file it has {_length(value):,} characters." if cut else ""
    return ShownOutput(text=neutral(kept), note=note)


def _image(value: Any, kind: str, budget: _Budget) -> str:
    """A data URI, or "" if this is no such picture or too large a one."""
    limit = min(IMAGE_BYTES, budget.image_bytes)
    if not isinstance(value, (str, list)) or _length(value) > 2 * limit:
        return ""
    text = value if isinstance(value, str) else "".join(v for v in value if isinstance(v, str))
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        return ""
    if len(content) > limit or not _is_image(content, kind):
        return ""
    budget.image_bytes -= len(content)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _is_image(content: bytes, kind: str) -> bool:
    from PIL import Image  # 40 ms that a page without pictures need not pay

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(content), formats=[kind.removeprefix("image/").upper()])
            if image.width * image.height > IMAGE_PIXELS:
                return False
            image.verify()
    except Exception:  # whatever a decoder raises, this is no picture
        return False
    return True
