"""What plots are drawn with: SVG elements in the page's styles.

Colours are written twice: as attributes in the light tokens, which print uses, and as classes,
which the page's themes restyle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH = 440
_PAINT = {
    "bar": {"fill": "#5b7fb5"},
    "bad": {"fill": "#a62f1c"},
    "band": {"fill": "#fdf0cc"},
    "axis": {"stroke": "#7d838c", "fill": "none"},
    "grid": {"stroke": "#d8dbe0"},
    "line": {"stroke": "#5b7fb5", "stroke-width": "2", "fill": "none"},
    "yours": {"stroke": "#a62f1c", "stroke-width": "2", "fill": "none"},
    "dashed": {
        "stroke": "#1b1e23", "stroke-width": "1.5", "stroke-dasharray": "4 3", "fill": "none",
    },
    "ink": {"fill": "#1b1e23"},
    "soft": {"fill": "#565c66"},
    "strong": {"fill": "#1b1e23", "font-weight": "600"},
    "named": {"fill": "#a62f1c", "font-weight": "600"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot and the sentence below it."""

    svg: Markup
    caption: str


def element(name: str, style: str, content: str = "", **attributes: float | str) -> Markup:
    """One SVG element of a style; underscores in attributes' names stand for hyphens."""
    plain = {key.replace("_", "-"): value for key, value in attributes.items()}
    said = Markup(" ").join(
        Markup('{}="{}"').format(key, f"{value:.1f}" if isinstance(value, float) else value)
        for key, value in {"class": style, **_PAINT[style], **plain}.items()
    )
    return Markup("<{0} {1}>{2}</{0}>").format(Markup(name), said, content)  # noqa: S704 - ours


def text(x: float, y: float, said: str, style: str = "soft", anchor: str = "middle") -> Markup:
    """Words at a point: their start, middle or end, as `anchor` says."""
    return element("text", style, said, x=float(x), y=float(y), text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> Markup:
    """A straight line."""
    return element("line", style, x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2))


def polyline(points: Iterable[tuple[float, float]], style: str) -> Markup:
    """A line through points."""
    return element("polyline", style, points=_places(points))


def polygon(points: Iterable[tuple[float, float]], style: str, **attributes: float | str) -> Markup:
    """A filled outline through points."""
    return element("polygon", style, "", points=_places(points), **attributes)


def _places(points: Iterable[tuple[float, float]]) -> str:
    """Points as SVG writes them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def svg(height: int, title: str, description: str, parts: Sequence[Markup]) -> Markup:
    """A plot of these parts; the description has its numbers in words."""
    return Markup(
        '<svg class="plot" role="img" viewBox="0 0 {} {}" font-size="13" '
        'font-family="sans-serif"><title>{}</title><desc>{}</desc>{}</svg>'
    ).format(WIDTH, height, title, description, Markup("\n").join(parts))


def figure(value: float, digits: int = 0) -> str:
    """A number without trailing zeros, with − for minus."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")
