"""`autograder validate`: one screen an assignment, exit 1 when a line does not hold."""

from __future__ import annotations

import math
import os
import time
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from autograder import catalog
from autograder.cli.terminal import columns, console, symbol
from autograder.errors import AssignmentError
from autograder.validate import MARGIN, Line, Margin, Proof, validate

SEEDS = 3
SEEDS_FULL = 50
_MOST = 20
"""So many cases of one line are shown."""


@dataclass(frozen=True, slots=True)
class _Screen:
    """One assignment's proof and what stands above it."""

    title: str
    proof: Proof


def run(slugs: Sequence[str], *, full: bool, verbose: bool, course: Path | None) -> int:
    """Validate some assignments or all, one a core; returns the exit code."""
    say = console()
    home = catalog.find(course)
    wanted = list(slugs or home.slugs)
    with ProcessPoolExecutor(min(len(os.sched_getaffinity(0)), len(wanted) or 1)) as pool:
        holds = True
        for screen in pool.map(partial(_prove, home, full), wanted):
            holds &= screen.proof.holds
            _show(screen, say, verbose=verbose)
    return 0 if holds else 1


def _prove(home: catalog.Course, full: bool, slug: str) -> _Screen:  # noqa: FBT001 - from run
    started = time.monotonic()
    try:
        content = catalog.load(home, slug)
    except AssignmentError as error:
        return _Screen(slug, Proof([Line("it can be loaded", (str(error),))]))
    seeds = SEEDS_FULL if full else SEEDS
    with warnings.catch_warnings(action="ignore"):  # wrong versions do odd things on purpose
        proof = validate(content, seeds, full=full)
    questions = content.assignment.questions.values()
    checks = sum(len(question.checks) for question in questions)
    count = len(questions) + len(content.assignment.written)
    took = time.monotonic() - started
    counts = f"{count} questions, {checks} checks, {content.assignment.points} points"
    if questions:
        counts += f", {seeds} seeds"
    return _Screen(f"{slug}  {counts}, {took:.0f} s", proof)


def _show(screen: _Screen, say: Console, *, verbose: bool) -> None:
    say.print(f"{screen.title}\n")
    for line in screen.proof.lines:
        mark = symbol("failed" if line.problems else "passed", say).split(" ")[0]
        say.print(f"  {mark} {line.claim}")
        for text in (*line.problems[:_MOST], *line.notes[:_MOST]):
            say.print(f"      {text}")
        more = max(len(line.problems) - _MOST, 0) + max(len(line.notes) - _MOST, 0)
        if more:
            say.print(f"      and {more} more")
    if not screen.proof.rows:
        say.print("")
        return
    say.print("\n  error ÷ tolerance: right answers, and known mistakes where theirs is largest")
    rows = [
        ("question", "alternates", "misconceptions", "mutants", "right, at most", "known, at least")
    ]
    rows += [
        (
            row.question,
            str(row.alternates),
            str(row.misconceptions),
            str(row.mutants),
            f"{row.right:.2g}",
            f"{row.wrong:.3g}",
        )
        for row in screen.proof.rows
    ]
    for text in columns(rows, right=frozenset({1, 2, 3, 4, 5})):
        say.print(text)
    say.print("")
    for question, margins in screen.proof.margins.items() if verbose else ():
        _show_margins(question, margins, say)


def _show_margins(question: str, margins: Sequence[Margin], say: Console) -> None:
    """The tolerance of every check of a question, between right answers and the nearest wrong."""
    say.print(f"  {question}: errors of right answers, and the wrong answer nearest to passing")
    rows = [
        ("check", "dtype", "rtol", "atol", "error", "÷ tolerance", "caught", "nearest", "is it")
    ]
    for margin in margins:
        name, ratio = margin.nearest
        rows.append(
            (
                margin.check,
                margin.dtype,
                f"{margin.rtol:.0e}",
                f"{margin.atol:.0e}",
                f"{margin.spread:.1e}",
                f"{margin.right:.1e}",
                str(len(margin.wrong)),
                "" if ratio == math.inf else f"{ratio:.2g}" + ("  !" if ratio < MARGIN else ""),
                "" if ratio == math.inf else name,
            )
        )
    for text in columns(rows, right=frozenset({2, 3, 4, 5, 6, 7})):
        say.print(text)
    say.print("")
