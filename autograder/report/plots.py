"""Five plots as inline SVG: scores, difficulty, margins, sections, trend.

Each has a title and a description with its numbers in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.feedback import words
from autograder.feedback.svg import (
    WIDTH,
    Figure,
    element,
    figure,
    line,
    polygon,
    polyline,
    svg,
    text,
)

from .facts import Facts, Section
from .items import Question
from .near import LOWEST, NEAR, Margins
from .statistics import Bin, Spread


def scores(bins: Sequence[Bin], spread: Spread, largest: float) -> Figure:
    """Histogram of scores in points, with median and middle half."""
    bottom, top, left, right = 176, 40, 8, WIDTH - 8
    tallest = max(each.count for each in bins) or 1

    def x(points: float) -> float:
        return left + (right - left) * min(max(points / largest, 0), 1)

    parts = [
        element(
            "rect", "band", x=x(spread.lower), y=24.0, height=float(bottom - 24),
            width=max(x(spread.upper) - x(spread.lower), 2.0),
        )
    ]  # fmt: skip
    for each in bins:
        height = (bottom - top - 10) * each.count / tallest
        if each.count:
            a, b = x(each.low) + 1, x(each.high) - 1
            parts.append(element("rect", "bar", x=a, y=bottom - height, width=b - a, height=height))
            parts.append(text((a + b) / 2, bottom - height - 5, str(each.count), "ink"))
    middle = x(spread.median)
    anchor = "start" if spread.median < largest / 2 else "end"
    label = f"median {figure(spread.median, 1)}"
    parts += [
        line(left, bottom, right, bottom, "axis"),
        line(middle, 20, middle, bottom, "dashed"),
        text(middle, 14, label, "strong", anchor),
        *(text(x(largest * i / 5), bottom + 18, figure(largest * i / 5, 1), anchor=_at_edge(i, 5))
          for i in range(6)),
        text((left + right) / 2, bottom + 38, "points"),
    ]  # fmt: skip
    said = "; ".join(
        f"{figure(b.low, 1)} to {figure(b.high, 1)} points: {b.count}" for b in bins if b.count
    )
    half = f"{figure(spread.lower, 1)} to {figure(spread.upper, 1)}"
    return Figure(
        svg(
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
        parts.append(line(left, y(i / 5), right, y(i / 5), "axis" if i == 0 else "grid"))
        if i % 2 == 0 or len(steps) < 8:
            parts.append(text(left - 8, y(i / 5) + 4, figure(i / 5, 1), anchor="end"))
    for i in range(round(5 * start), 6):
        parts.append(text(x(i / 5), bottom + 18, f"{20 * i} %", anchor=_at_edge(i, 5)))
    parts.append(text(left, 14, "discrimination", anchor="start"))
    parts.append(text((left + right) / 2, bottom + 38, "harder ← share of points earned → easier"))
    dots = [(x(share), y(r)) for _, share, r in placed]
    parts += [element("circle", "bar", cx=cx, cy=cy, r=4.5) for cx, cy in dots]
    taken = list(dots)
    for (number, _, _), (cx, cy) in zip(placed, dots, strict=True):
        at = _free(cx, cy, taken)
        taken.append(at)
        parts.append(text(at[0], at[1] + 4.5, str(number), "strong"))
    said = "; ".join(
        f"{number}, {questions[number - 1].id}: {100 * share:.0f} % and {figure(r, 2)}"
        for number, share, r in placed
    )
    return Figure(
        svg(
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


def margins(of: Margins) -> Figure:
    """Histogram of error / tolerance by decades; heights are square roots, so that one shows."""
    bottom, top, left, right = 176, 44, 8, WIDTH - 8
    tallest = max(of.decades) or 1
    wide = (right - left) / len(of.decades)

    def x(decade: float) -> float:
        return left + wide * (decade - LOWEST)

    parts = [
        element("rect", "band", x=x(-1), y=24.0, width=2 * wide, height=float(bottom - 24)),
    ]
    for decade, count in enumerate(of.decades, start=LOWEST):
        if count:
            height = max((bottom - top - 10) * (count / tallest) ** 0.5, 2.0)
            style = "bar" if decade < 0 else "bad"
            parts.append(
                element(
                    "rect", style, x=x(decade) + 1, y=bottom - height, width=wide - 2, height=height
                )
            )
            if decade in (-1, 0):
                parts.append(text(x(decade + 0.5), bottom - height - 5, str(count), "strong"))
    parts += [
        line(left, bottom, right, bottom, "axis"),
        line(x(0), 20, x(0), bottom, "dashed"),
        text(x(0) - 8, 14, f"{of.passed:,} passed", "ink", "end"),
        text(x(0) + 8, 14, f"{of.failed:,} failed", "ink", "start"),
        text((left + right) / 2, bottom + 38, "error ÷ tolerance"),
    ]
    ticks = {LOWEST + 0.5: "≈ 0", -6: "10⁻⁶", -3: "10⁻³", 0: "1", 3: "10³", 6: "10⁶"}
    parts += [text(x(decade), bottom + 18, said) for decade, said in ticks.items()]
    near = [of.decades[decade - LOWEST] for decade in (-1, 0)]
    said = (
        f"{of.passed} errors are within the tolerance, {near[0]} of them above a tenth of it; "
        f"{of.failed} are beyond, {near[1]} of them below ten times it."
    )
    return Figure(
        svg(bottom + 44, "Errors by their share of the tolerance", said, parts),
        "All errors held against a tolerance; heights are square roots. The dashed line is the "
        f"tolerance, the shaded band a factor of {figure(NEAR)} around it.",
    )


def sections(of: Sequence[Section], largest: float) -> Figure:
    """The mean of each section with its 95 % interval."""
    left, right, row = 130, WIDTH - 44, 26
    bottom = 12 + row * len(of)

    def x(points: float) -> float:
        return left + (right - left) * min(max(points / largest, 0), 1)

    parts = [line(x(largest * i / 4), 8, x(largest * i / 4), bottom, "grid") for i in range(5)]
    parts.append(line(left, bottom, right, bottom, "axis"))
    for i, section in enumerate(of):
        y = 8 + row * (i + 0.5)
        name = section.name if len(section.name) <= 16 else f"{section.name[:15]}…"
        parts.append(text(left - 12, y + 4.5, name, "ink", "end"))
        if section.mean is not None:
            parts.append(line(x(section.mean.low), y, x(section.mean.high), y, "line"))
        parts.append(element("circle", "bar", cx=x(section.spread.mean), cy=y, r=5.0))
        parts.append(text(WIDTH, y + 4.5, figure(section.spread.mean, 1), "strong", "end"))
    for i in range(5):
        parts.append(text(x(largest * i / 4), bottom + 18, figure(largest * i / 4, 1)))
    parts.append(text((left + right) / 2, bottom + 38, "mean points"))
    said = "; ".join(f"{each.name}: {figure(each.spread.mean, 1)}" for each in of)
    return Figure(
        svg(bottom + 44, "Mean score by section", f"Mean points of section {said}.", parts),
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
    left, right, top, bottom = 60, WIDTH - 108, 16, 176
    xs = [left + 14 + (right - left - 14) * i / (len(known) - 1) for i in range(len(known))]

    def y(share: float) -> float:
        return bottom - (bottom - top) * min(max(share, 0), 1)

    low = [y(spread.lower / m) for _, spread, m in known]
    high = [y(spread.upper / m) for _, spread, m in known]
    median = [y(spread.median / m) for _, spread, m in known]
    outline = [*zip(xs, high, strict=True), *reversed(list(zip(xs, low, strict=True)))]
    parts = [polygon(outline, "band")]
    for i in range(5):
        parts.append(line(left, y(i / 4), right, y(i / 4), "grid" if i else "axis"))
        parts.append(text(left - 8, y(i / 4) + 4.5, f"{25 * i} %", anchor="end"))
    dots = list(zip(xs, median, strict=True))
    parts.append(polyline(dots, "line"))
    every = -(-len(known) // 10)
    for i, ((cx, cy), (name, spread, largest)) in enumerate(zip(dots, known, strict=True)):
        parts.append(element("circle", "bar", cx=cx, cy=cy, r=4.0))
        if i % every == 0:
            above = -10 if cy > top + 14 else 20
            parts.append(text(cx, cy + above, f"{100 * spread.median / largest:.0f}", "strong"))
            parts.append(text(cx, bottom + 18, name))
    parts.append(text(right + 10, median[-1] + 4.5, "median", "ink", "start"))
    edge = (low[-1] + median[-1]) / 2 if low[-1] - median[-1] > 36 else median[-1] + 17
    parts.append(text(right + 10, edge + 4.5, "middle half", "soft", "start"))
    said = "; ".join(
        f"{name}: median {100 * s.median / m:.0f} %, middle half {100 * s.lower / m:.0f} to "
        f"{100 * s.upper / m:.0f} %"
        for name, s, m in known
    )
    return Figure(
        svg(bottom + 26, "Scores over the assignments", f"Share of points, {said}.", parts),
        f"Share of points over {words.counted(len(known), 'assignment')}. The line is the median, "
        "the shaded band the middle half of the class.",
    )
