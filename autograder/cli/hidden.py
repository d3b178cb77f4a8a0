"""`autograder check --hidden`: every check on one file, sandboxed; for holders of the course."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder import catalog
from autograder.cli.terminal import console, symbol
from autograder.errors import SubmissionError
from autograder.grading import grade_alone
from autograder.submission import discover
from autograder.verdict import Status


def run_hidden(
    file: Path, *, assignment: str | None, question: str | None, course: Path | None
) -> int:
    """Grade one file without recording it; returns the exit code."""
    say = console()
    home = catalog.find(course)
    slugs = {slug: home.question_names(slug) for slug in home.slugs}
    try:
        attempt = grade_alone(home, discover([file], slugs=slugs, assignment=assignment).found[0])
    except SubmissionError as error:
        sys.stderr.write(f"autograder: {error}\n")
        return 1
    for verdict in attempt.questions:
        if question not in (None, verdict.id):
            continue
        points = "–" if verdict.points is None else f"{verdict.points / 100:g}"
        say.print(f"{verdict.id}  {points} of {verdict.max_points / 100:g}")
        for check in verdict.checks:
            say.print(f"  {symbol(check.status.value, say):18} {check.id}")
            if check.status is not Status.PASSED and check.diagnosis is not None:
                text = check.diagnosis.text.replace("\n\n", "\n      ")
                say.print(f"      {text}")
    return 0
