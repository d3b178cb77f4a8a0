"""From facts to one self-contained HTML page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from autograder.feedback import template
from autograder.feedback.code import neutral
from autograder.feedback.svg import figure
from autograder.feedback.template import identifier

from . import plots, similarity, summary
from .code import coloured
from .facts import Facts, NotGraded

PAIRS, SIDE_BY_SIDE = 20, 3
"""So many pairs of similar code are listed, and so many of them shown in full."""


def render(
    course: str,
    parts: Sequence[Facts],
    out: Path,
    *,
    strays: Sequence[NotGraded] = (),
    several: bool = False,
) -> str:
    """Make the report.

    Args:
        course: the course's title.
        parts: the assignments, in the order to show; with more than one, each is a part of the
            page and a trend comes first.
        out: the gradebook's folder, as commands name it.
        strays: files of no known assignment.
        several: the gradebook has other assignments beside these, so that commands name theirs.

    Returns:
        A complete HTML document, UTF-8 when encoded, without script and without any reference to
        another file.
    """
    several = several or len(parts) > 1
    html = _template().render(
        course=course,
        parts=parts,
        short_names=plots.short_names(parts),
        trend=plots.trend(parts) if len(parts) > 1 else None,
        waiting={f.slug: summary.waiting(f, out, several=several) for f in parts},
        strays=strays,
        pairs=PAIRS,
        side_by_side=SIDE_BY_SIDE,
        fewest_for_similarity=similarity.FEWEST,
        few=summary.FEW,
    )
    return neutral(html)


def _prose(text: str) -> Markup:
    """A sentence with its `backquoted` parts in code type, where they may break after _."""
    parts = re.split(r"`([^`\n]+)`", text)
    return Markup("").join(
        identifier(part) if i % 2 else escape(part) for i, part in enumerate(parts)
    )


def _seconds(value: float) -> str:
    """CPU time as finely as the kernel counts it."""
    return figure(value, 2) if value >= 0.005 else "below 0.01"


@cache
def _template() -> jinja2.Template:
    # The pages' folder has badge.jinja and base.css.
    environment = template.environment("autograder.report", "autograder.feedback")
    environment.filters |= {
        "prose": _prose,
        "coloured": coloured,
        "figure": figure,
        "seconds": _seconds,
        "percent": summary.percent,
        "separates": summary.separates,
    }
    environment.globals |= {
        "in_short": summary.in_short,
        "worth_knowing": summary.worth_knowing,
        "next_step": summary.next_step,
        "scores": plots.scores,
        "difficulty": plots.difficulty,
        "compared": plots.sections,
        "margins": plots.margins,
    }
    return environment.get_template("report.html.jinja")
