"""Four plots as inline SVG: scores, difficulty, sections, trend.

Each has a title and a description with its numbers in words, and stands beside a table of the
same numbers. Colours are written twice: as attributes in the light tokens, which print uses, and
as classes, which the page's themes restyle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.feedback import words

from .facts import Facts, Question, Section
from .statistics import Bin, Spread

WIDTH = 440
_PAINT = {
    "bar": {"fill": "#5b7fb5"},
    "band": {"fill": "#fdf0cc"},
    "axis": {"stroke": "#7d838c"},
    "grid": {"stroke": "#d8dbe0"},
    "line": {"stroke": "#5b7fb5", "stroke-width": "2", "fill": "none"},
    "dashed": {"stroke": "#1b1e23", "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    "ink": {"fill": "#1b1e23"},
    "soft": {"fill": "#565c66"},
    "strong": {"fill": "#1b1e23", "font-weight": "600"},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot and the sentence below it."""

    svg: Markup
    caption: str


def _element(name: str, style: str, text: str = "", **attributes: float | str) -> Markup:
    """One SVG element of a style; underscores in attributes' names stand for hyphens."""
    plain = {key.replace("_", "-"): value for key, value in attributes.items()}
    said = Markup(" ").join(
        Markup('{}="{}"').format(key, f"{value:.1f}" if isinstance(value, float) else value)
        for key, value in {"class": style, **_PAINT[style], **plain}.items()
    )
    return Markup("<{0} {1}>{2}</{0}>").format(Markup(name), said, text)  # noqa: S704 - ours


def _text(x: float, y: float, text: str, style: str = "soft", anchor: str = "middle") -> Markup:
    return _element("text", style, text, x=float(x), y=float(y), text_anchor=anchor)


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> Markup:
    return _element("line", style, x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2))


def _svg(height: int, title: str, description: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="plot" role="img" viewBox="0 0 {} {}" font-size="13" '
        'font-family="sans-serif"><title>{}</title><desc>{}</desc>{}</svg>'
    ).format(WIDTH, height, title, description, Markup("\n").join(parts))


def figure(value: float, digits: int = 0) -> str:
    """A number without trailing zeros, with − for minus."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def scores(bins: Sequence[Bin], spread: Spread, largest: float) -> Figure:
    """Histogram of scores in points, with median and middle half."""
    bottom, top, left, right = 176, 40, 8, WIDTH - 8
    tallest = max(each.count for each in bins) or 1

    def x(points: float) -> float:
        return left + (right - left) * min(max(points / largest, 0), 1)

    parts = [
        _element(
            "rect", "band", x=x(spread.lower), y=24.0, height=float(bottom - 24),
            width=max(x(spread.upper) - x(spread.lower), 2.0),
        )
    ]  # fmt: skip
    for each in bins:
        height = (bottom - top - 10) * each.count / tallest
        if each.count:
            a, b = x(each.low) + 1, x(each.high) - 1
            parts.append(
                _element("rect", "bar", x=a, y=bottom - height, width=b - a, height=height)
            )
            parts.append(_text((a + b) / 2, bottom - height - 5, str(each.count), "ink"))
    middle = x(spread.median)
    anchor = "start" if spread.median < largest / 2 else "end"
    label = f"median {figure(spread.median, 1)}"
    parts += [
        _line(left, bottom, right, bottom, "axis"),
        _line(middle, 20, middle, bottom, "dashed"),
        _text(middle, 14, label, "strong", anchor),
        *(_text(x(largest * i / 5), bottom + 18, figure(largest * i / 5, 1), anchor=_at_edge(i, 5))
          for i in range(6)),
        _text((left + right) / 2, bottom + 38, "points"),
    ]  # fmt: skip
    said = "; ".join(
        f"{figure(b.low, 1)} to {figure(b.high, 1)} points: {b.count}" for b in bins if b.count
    )
    half = f"{figure(spread.lower, 1)} to {figure(spread.upper, 1)}"
    return Figure(
        _svg(
            bottom + 44,
            "Submissions by score",
            f"{said}. The {label} points; the middle half has {half}.",
            parts,
        ),
        "Number of submissions by score. The shaded band holds the middle half of the class.",
    )


def _at_edge(i: int, last: int) -> str:
    return "start" if i == 0 else "end" if i == last else "middle"


def difficulty(questions: Sequence[Question]) -> Figure | None:
    """Discrimination against share of points; None if fewer than two questions have both."""
    placed = [
        (number, question.share, question.discrimination.value)
        for number, question in enumerate(questions, start=1)
        if question.share is not None and question.discrimination is not None
    ]
    if len(placed) < 2:
        return None
    left, right, top, bottom = 40, WIDTH - 12, 30, 176
    start = min(int(10 * min(share for _, share, _ in placed) / 2) / 5, 0.8)
    low = min(0.0, *(int(5 * r - 1) / 5 if r < 0 else 0.0 for _, _, r in placed))
    steps = range(round(5 * low), 6)

    def x(share: float) -> float:
        return left + (right - left) * (share - start) / (1 - start)

    def y(r: float) -> float:
        return bottom - (bottom - top) * (r - low) / (1 - low)

    parts = []
    for i in steps:
        parts.append(_line(left, y(i / 5), right, y(i / 5), "axis" if i == 0 else "grid"))
        if i % 2 == 0 or len(steps) < 8:
            parts.append(_text(left - 8, y(i / 5) + 4, figure(i / 5, 1), anchor="end"))
    for i in range(round(5 * start), 6):
        parts.append(_text(x(i / 5), bottom + 18, f"{20 * i} %", anchor=_at_edge(i, 5)))
    parts.append(_text(left, 14, "discrimination", anchor="start"))
    parts.append(_text((left + right) / 2, bottom + 38, "harder ← share of points earned → easier"))
    dots = [(x(share), y(r)) for _, share, r in placed]
    parts += [_element("circle", "bar", cx=cx, cy=cy, r=4.5) for cx, cy in dots]
    taken = list(dots)
    for (number, _, _), (cx, cy) in zip(placed, dots, strict=True):
        at = _free(cx, cy, taken)
        taken.append(at)
        parts.append(_text(at[0], at[1] + 4.5, str(number), "strong"))
    said = "; ".join(
        f"{number}, {questions[number - 1].id}: {100 * share:.0f} % and {figure(r, 2)}"
        for number, share, r in placed
    )
    return Figure(
        _svg(
            bottom + 44,
            "Questions by difficulty and discrimination",
            f"Share of points earned and discrimination of question {said}.",
            parts,
        ),
        "Numbers are those of the table below. Discrimination is the correlation of a question "
        "with the rest of the assignment.",
    )


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """A place for a label beside a dot, as far from dots and labels as its neighbourhood allows."""
    around = [(0, -14), (14, 0), (-14, 0), (0, 14), (12, -11), (-12, -11), (12, 11), (-12, 11)]
    inside = [(x + dx, y + dy) for dx, dy in around if x + dx < WIDTH - 6]

    def room(place: tuple[float, float]) -> float:
        nearest = min((px - place[0]) ** 2 + (py - place[1]) ** 2 for px, py in taken)
        return min(nearest, 13.0**2)

    return max(inside, key=room)


def sections(of: Sequence[Section], largest: float) -> Figure:
    """The mean of each section with its 95 % interval."""
    left, right, row = 130, WIDTH - 44, 26
    bottom = 12 + row * len(of)

    def x(points: float) -> float:
        return left + (right - left) * min(max(points / largest, 0), 1)

    parts = [_line(x(largest * i / 4), 8, x(largest * i / 4), bottom, "grid") for i in range(5)]
    parts.append(_line(left, bottom, right, bottom, "axis"))
    for i, section in enumerate(of):
        y = 8 + row * (i + 0.5)
        name = section.name if len(section.name) <= 16 else f"{section.name[:15]}…"
        parts.append(_text(left - 12, y + 4.5, name, "ink", "end"))
        if section.mean is not None:
            parts.append(_line(x(section.mean.low), y, x(section.mean.high), y, "line"))
        parts.append(_element("circle", "bar", cx=x(section.spread.mean), cy=y, r=5.0))
        parts.append(_text(WIDTH, y + 4.5, figure(section.spread.mean, 1), "strong", "end"))
    for i in range(5):
        parts.append(_text(x(largest * i / 4), bottom + 18, figure(largest * i / 4, 1)))
    parts.append(_text((left + right) / 2, bottom + 38, "mean points"))
    said = "; ".join(f"{each.name}: {figure(each.spread.mean, 1)}" for each in of)
    return Figure(
        _svg(bottom + 44, "Mean score by section", f"Mean points of section {said}.", parts),
        "The dot is the mean, the line its 95 % interval. Where two lines overlap by half or "
        "more, the sections may well be alike.",
    )


def short_names(of: Sequence[Facts]) -> list[str]:
    """What the assignments are called where there is little room: hw04, or 1, 2, 3."""
    names = [facts.slug.split("_")[0] for facts in of]
    tell = len(set(names)) == len(names) and max(map(len, names), default=0) <= 6
    return names if tell else [str(i) for i in range(1, len(names) + 1)]


def trend(of: Sequence[Facts]) -> Figure | None:
    """Median and middle half over assignments, in percent; None if fewer than two have scores."""
    names = short_names(of)
    known = [
        (name, facts.spread, facts.max_points / 100)
        for name, facts in zip(names, of, strict=True)
        if facts.spread is not None and facts.max_points
    ]
    if len(known) < 2:
        return None
    left, right, top, bottom = 52, WIDTH - 92, 16, 176
    xs = [left + 14 + (right - left - 14) * i / (len(known) - 1) for i in range(len(known))]

    def y(share: float) -> float:
        return bottom - (bottom - top) * min(max(share, 0), 1)

    low = [y(spread.lower / m) for _, spread, m in known]
    high = [y(spread.upper / m) for _, spread, m in known]
    median = [y(spread.median / m) for _, spread, m in known]
    outline = [*zip(xs, high, strict=True), *reversed(list(zip(xs, low, strict=True)))]
    parts = [_element("polygon", "band", points=_points(outline))]
    for i in range(5):
        parts.append(_line(left, y(i / 4), right, y(i / 4), "grid" if i else "axis"))
        parts.append(_text(left - 8, y(i / 4) + 4.5, f"{25 * i} %", anchor="end"))
    dots = list(zip(xs, median, strict=True))
    parts.append(_element("polyline", "line", points=_points(dots)))
    every = -(-len(known) // 10)
    for i, ((cx, cy), (name, spread, largest)) in enumerate(zip(dots, known, strict=True)):
        parts.append(_element("circle", "bar", cx=cx, cy=cy, r=4.0))
        if i % every == 0:
            above = -10 if cy > top + 14 else 20
            parts.append(_text(cx, cy + above, f"{100 * spread.median / largest:.0f}", "strong"))
            parts.append(_text(cx, bottom + 18, name))
    parts.append(_text(right + 10, median[-1] + 4.5, "median", "ink", "start"))
    edge = (low[-1] + median[-1]) / 2 if low[-1] - median[-1] > 36 else median[-1] + 17
    parts.append(_text(right + 10, edge + 4.5, "middle half", "soft", "start"))
    said = "; ".join(
        f"{name}: median {100 * s.median / m:.0f} %, middle half {100 * s.lower / m:.0f} to "
        f"{100 * s.upper / m:.0f} %"
        for name, s, m in known
    )
    return Figure(
        _svg(bottom + 26, "Scores over the assignments", f"Share of points, {said}.", parts),
        f"Share of points over {words.counted(len(known), 'assignment')}. The line is the median, "
        "the shaded band the middle half of the class.",
    )


def _points(of: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in of)
