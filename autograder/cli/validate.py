"""`autograder validate`: one screen an assignment, exit 1 when a line does not hold."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from autograder import catalog
from autograder.cli.terminal import columns, console, symbol
from autograder.validate import MARGIN, validate


def run(slugs: Sequence[str], *, full: bool, course: Path | None) -> int:
    """Validate some assignments or all; returns the exit code."""
    say = console()
    home = catalog.find(course)
    holds = True
    for slug in slugs or home.slugs:
        started = time.monotonic()
        content = catalog.load(home, slug)
        proof = validate(content, seeds=50 if full else 3)
        holds &= proof.holds
        questions = content.assignment.questions.values()
        checks = sum(len(question.checks) for question in questions)
        points = sum(question.points for question in questions)
        took = time.monotonic() - started
        say.print(
            f"{slug}  {len(questions)} questions, {checks} checks, {points} points, {took:.0f} s\n"
        )
        for line in proof.lines:
            mark = symbol("failed" if line.problems else "passed", say).split(" ")[0]
            say.print(f"  {mark} {line.claim}")
            for problem in line.problems[:20]:
                say.print(f"      {problem}")
            if len(line.problems) > 20:
                say.print(f"      and {len(line.problems) - 20} more")
        rows = [("question", "alternates", "misconceptions", "right, at most", "known, at least")]
        rows += [(q, str(a), str(m), f"{r:.2g}", f"{w:.3g}") for q, a, m, r, w in proof.table]
        say.print(
            "\n  error ÷ tolerance of right answers, and of known mistakes where it is largest"
        )
        for text in columns(rows, right=frozenset({1, 2, 3, 4})):
            say.print(text)
        for name, *_, wrong in proof.table:
            if wrong < MARGIN:
                say.print(f"  {name}: a known mistake lies within {MARGIN} tolerances")
        say.print("")
    return 0 if holds else 1
