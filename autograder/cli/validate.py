"""`autograder validate`: one screen an assignment, exit 1 when a line does not hold."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from autograder import catalog
from autograder.cli.terminal import columns, console, symbol
from autograder.errors import AssignmentError
from autograder.validate import MARGIN, Line, Proof, validate


@dataclass(frozen=True, slots=True)
class _Screen:
    """One assignment's proof and what stands above it."""

    title: str
    proof: Proof


def run(slugs: Sequence[str], *, full: bool, course: Path | None) -> int:
    """Validate some assignments or all, one a core; returns the exit code."""
    say = console()
    home = catalog.find(course)
    wanted = list(slugs or home.slugs)
    seeds = 50 if full else 3
    with ProcessPoolExecutor(min(len(os.sched_getaffinity(0)), len(wanted) or 1)) as pool:
        holds = True
        for screen in pool.map(partial(_prove, home, seeds), wanted):
            holds &= screen.proof.holds
            _show(screen, say)
    return 0 if holds else 1


def _prove(home: catalog.Course, seeds: int, slug: str) -> _Screen:
    started = time.monotonic()
    try:
        content = catalog.load(home, slug)
    except AssignmentError as error:
        return _Screen(slug, Proof([Line("it can be loaded", (str(error),))]))
    proof = validate(content, seeds)
    questions = content.assignment.questions.values()
    checks = sum(len(question.checks) for question in questions)
    points = sum(question.points for question in questions)
    took = time.monotonic() - started
    counts = f"{len(questions)} questions, {checks} checks, {points} points, {seeds} seeds"
    return _Screen(f"{slug}  {counts}, {took:.0f} s", proof)


def _show(screen: _Screen, say: Console) -> None:
    say.print(f"{screen.title}\n")
    for line in screen.proof.lines:
        mark = symbol("failed" if line.problems else "passed", say).split(" ")[0]
        say.print(f"  {mark} {line.claim}")
        for problem in line.problems[:20]:
            say.print(f"      {problem}")
        if len(line.problems) > 20:
            say.print(f"      and {len(line.problems) - 20} more")
        for note in line.notes:
            say.print(f"      {note}")
    say.print("\n  error ÷ tolerance: right answers, and known mistakes where theirs is largest")
    rows = [
        ("question", "alternates", "misconceptions", "mutants", "right, at most", "known, at least")
    ]
    rows += [
        (name, str(alternates), str(known), str(mutants), f"{right:.2g}", f"{wrong:.3g}")
        for name, alternates, known, mutants, right, wrong in screen.proof.table
    ]
    for text in columns(rows, right=frozenset({1, 2, 3, 4, 5})):
        say.print(text)
    for name, *_, wrong in screen.proof.table:
        if wrong < MARGIN:
            say.print(f"  {name}: a known mistake lies within {MARGIN} tolerances")
    say.print("")
