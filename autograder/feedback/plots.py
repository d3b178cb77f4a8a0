"""What a plot of the reference package saw, as inline SVG: yours beside what is expected.

Yours is drawn solid, the expected dashed, and both have their name at the line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.feedback.svg import WIDTH, element, figure, line, polygon, polyline, svg, text
from autograder.plots import GREYS, Drawing, Kind

_LEFT, _RIGHT, _TOP, _BOTTOM = 50, WIDTH - 96, 34, 196


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot and what stands below it."""

    svg: Markup
    message: str
    """What there is to see."""
    caption: str
    """What the picture shows."""


def drawn(drawing: Drawing) -> Figure:
    """Draw it, with its numbers in words."""
    parts, height, numbers, more = {
        Kind.CURVE: _curve,
        Kind.HISTOGRAM: _histogram,
        Kind.PICTURES: _pictures,
    }[drawing.kind](drawing)
    description = f"{drawing.sentence} {numbers}"
    return Figure(
        svg(height, drawing.title, f"{drawing.message} {description}", parts),
        drawing.message,
        " ".join(filter(None, [more, drawing.sentence])),
    )


Parts = tuple[list[Markup], int, str, str]
"""Elements, height, the numbers in words, and what the caption adds."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """From values to places, linear; what lies outside is drawn at the edge."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * share

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Round numbers within, and how they are written."""
        step = _step(self.low, self.high, most)
        digits = max(0, -math.floor(math.log10(step)))
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        values = [i * step for i in range(first, last + 1)]
        if step >= 1e5 or digits > 4:
            return [(v, f"{v:.0e}".replace("e+0", "e").replace("e-0", "e−")) for v in values]
        return [(v, figure(v, digits)) for v in values]


def _step(low: float, high: float, most: int) -> float:
    """A round number that goes into the stretch so many times at most."""
    step = 10.0 ** math.floor(math.log10((high - low) / most))
    return step * next(n for n in (1, 2, 5, 10) if (high - low) / (n * step) <= most)


def _frame(x: _Axis, y: _Axis, x_name: str, y_name: str) -> list[Markup]:
    """Grid, axes, and what they are."""
    parts = []
    for value, said in y.ticks(4):
        parts.append(line(_LEFT, y.at(value), x.end, y.at(value), "grid"))
        parts.append(text(_LEFT - 8, y.at(value) + 4.5, said, anchor="end"))
    parts.append(line(_LEFT, _BOTTOM, x.end, _BOTTOM, "axis"))
    for value, said in x.ticks(6):
        parts.append(line(x.at(value), _BOTTOM, x.at(value), _BOTTOM + 4, "axis"))
        parts.append(text(x.at(value), _BOTTOM + 20, said))
    parts.append(text(4, 14, y_name, anchor="start"))
    parts.append(text((_LEFT + x.end) / 2, _BOTTOM + 42, x_name))
    return parts


def _limits(expected: Sequence[float], yours: Sequence[float]) -> tuple[float, float]:
    """So much of both that the expected keeps its shape."""
    low, high = min(expected), max(expected)
    span = (high - low) or abs(high) or 1.0
    room = 1.5 * span
    low, high = max(min(low, *yours), low - room), min(max(high, *yours), high + room)
    if high <= low:
        return low - span / 2, high + span / 2
    step = _step(low, high, 4)
    return step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)


def _curve(drawing: Drawing) -> Parts:
    finite = [value for value in drawing.yours if value is not None]
    low, high = _limits(drawing.expected, finite)
    x = _Axis(drawing.x[0], drawing.x[-1], _LEFT, _RIGHT)
    y = _Axis(low, high, _BOTTOM, _TOP)
    parts = _frame(x, y, drawing.x_name, drawing.y_name)
    expected = [(x.at(a), y.at(b)) for a, b in zip(drawing.x, drawing.expected, strict=True)]
    runs: list[list[tuple[float, float]]] = [[]]
    for a, b in zip(drawing.x, drawing.yours, strict=True):
        if b is None:
            runs.append([])
        else:
            runs[-1].append((x.at(a), y.at(b)))
    runs = [run for run in runs if run]
    for run in runs:
        parts.append(polyline(run, "yours"))
        if len(run) == 1:
            parts.append(element("circle", "bad", cx=run[0][0], cy=run[0][1], r=2.5))
    parts.append(polyline(expected, "dashed"))
    parts += _named(runs[-1][-1], expected[-1], same=drawing.yours == drawing.expected)
    every = max(1, len(drawing.x) // 6)
    said = [
        f"{drawing.x_name} {_short(a)}: {_short(b)}, expected {_short(c)}"
        for a, b, c in list(zip(drawing.x, drawing.yours, drawing.expected, strict=True))[::every]
    ]
    out = [value for value in finite if not low <= value <= high]
    more = f"It runs out of the picture, as far as {_short(max(out, key=abs))}." if out else ""
    return parts, _BOTTOM + 50, f"Your {drawing.y_name} at {'; at '.join(said)}.", more


def _named(
    yours: tuple[float, float], expected: tuple[float, float], *, same: bool
) -> list[Markup]:
    """The names of both lines at their ends, apart from each other."""
    if same:
        return [text(yours[0] + 8, yours[1] + 4.5, "yours", "named", "start")]
    a, b = yours[1], expected[1]
    if abs(a - b) < 18:
        middle, side = (a + b) / 2, 9 if a > b else -9
        middle = min(max(middle, _TOP + 4), _BOTTOM - 12)
        a, b = middle + side, middle - side
    return [
        text(yours[0] + 8, a + 4.5, "yours", "named", "start"),
        text(expected[0] + 8, b + 4.5, "expected", "strong", "start"),
    ]


def _histogram(drawing: Drawing) -> Parts:
    edges, bars = drawing.x, [value or 0.0 for value in drawing.yours]
    x = _Axis(edges[0], edges[-1], _LEFT, WIDTH - 12)
    top = min(max(*bars, *drawing.expected), 2 * max(drawing.expected))
    y = _Axis(0.0, top, _BOTTOM, _TOP)
    steps = len(drawing.expected) - 1
    grid = [edges[0] + (edges[-1] - edges[0]) * i / steps for i in range(steps + 1)]
    expected = [(x.at(a), y.at(b)) for a, b in zip(grid, drawing.expected, strict=True)]
    outline = [(x.at(edges[0]), y.at(0.0))]
    for i, value in enumerate(bars):
        outline += [(x.at(edges[i]), y.at(value)), (x.at(edges[i + 1]), y.at(value))]
    outline.append((x.at(edges[-1]), y.at(0.0)))
    per_bin = steps // len(bars)
    middles = [drawing.expected[per_bin * i + per_bin // 2] for i in range(len(bars))]
    above = max(range(len(bars)), key=lambda i: bars[i] - middles[i])
    below = max(range(len(bars)), key=lambda i: middles[i] - bars[i])
    parts = [
        *_frame(x, y, drawing.x_name, "density"),
        polygon(outline, "bad", fill_opacity="0.16"),
        polyline(outline, "yours"),
        polyline(expected, "dashed"),
        _label(x.at((edges[above] + edges[above + 1]) / 2), y.at(bars[above]), "yours", "named"),
        _label(x.at((edges[below] + edges[below + 1]) / 2), y.at(middles[below]), "expected",
               "strong"),
    ]  # fmt: skip
    every = max(1, len(bars) // 8)
    said = [
        f"around {_short((edges[i] + edges[i + 1]) / 2)}: {_short(bars[i])}, expected "
        f"{_short(middles[i])}"
        for i in range(0, len(bars), every)
    ]
    inside = sum(bars) * (edges[1] - edges[0])
    more = f"{100 * (1 - inside):.0f} % of your draws lie outside the picture."
    description = f"Density of your draws {'; '.join(said)}."
    return parts, _BOTTOM + 50, description, more if inside < 0.985 else ""


def _label(x: float, y: float, said: str, style: str) -> Markup:
    anchor = "start" if x < _LEFT + 40 else "end" if x > WIDTH - 52 else "middle"
    return text(x, y - 7, said, style, anchor)


def _pictures(drawing: Drawing) -> Parts:
    n, width = len(drawing.names), drawing.width
    size = len(drawing.expected) // n
    height = size // width
    left, top, gap = 104, 22, max(1, width // 8)
    pixel = min((WIDTH - left) / (n * (width + gap)), 96 / width)
    far = [_apart(drawing, k * size, size) for k in range(n)]
    rows = [("yours", "named", drawing.yours), ("expected", "strong", drawing.expected)]
    if max(far) < 0.5:
        rows = [("yours", "strong", drawing.yours)]
    parts = []
    levels: list[list[str]] = [[] for _ in range(GREYS + 1)]
    for row, (name, style, values) in enumerate(rows):
        down = row * (height + gap)
        middle = top + pixel * (down + height / 2)
        parts.append(text(left - 12, middle + 4.5, name, style, "end"))
        for i, value in enumerate(values):
            k, j = divmod(i, size)
            x, y = k * (width + gap) + j % width, down + j // width
            levels[int(value or 0)].append(f"M{x} {y}h1v1h-1")
    across, down = n * (width + gap) - gap, len(rows) * (height + gap) - gap
    shades = Markup("").join(
        Markup('<path fill="{}" d="{}"/>').format(_grey(level), "".join(places))
        for level, places in enumerate(levels)
        if places
    )
    pictures = Markup(
        '<svg x="{}" y="{}" width="{:.1f}" height="{:.1f}" viewBox="0 0 {} {}" '
        'shape-rendering="crispEdges">{}</svg>'
    ).format(left, top, pixel * across, pixel * down, across, down, shades)
    for k, name in enumerate(drawing.names):
        start = left + pixel * k * (width + gap)
        parts.append(text(start + pixel * width / 2, 14, name))
        for row in range(len(rows)):
            above = top + pixel * row * (height + gap)
            wide, tall = pixel * width, pixel * height
            parts.append(element("rect", "axis", x=start, y=above, width=wide, height=tall))
    said = "; ".join(f"{name}: {value:.1f}" for name, value in zip(drawing.names, far, strict=True))
    numbers = f"How far yours are from the expected ones, in greys of {GREYS}, on average: {said}."
    return [pictures, *parts], round(top + 6 + pixel * down), numbers, ""


def _apart(drawing: Drawing, start: int, size: int) -> float:
    """How many greys one picture is from the expected one, on average over its pixels."""
    yours, expected = drawing.yours[start : start + size], drawing.expected[start : start + size]
    return sum(abs((a or 0) - b) for a, b in zip(yours, expected, strict=True)) / size


def _grey(level: int) -> str:
    value = round(255 - (255 - 27) * level / GREYS)
    return f"#{value:02x}{value:02x}{value:02x}"


def _short(value: float | None) -> str:
    if value is None:
        return "not finite"
    return f"{value:.3g}".replace("-", "−")
