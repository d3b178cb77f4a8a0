"""`autograder check --hidden`: every check on one file, sandboxed; for holders of the course."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder import catalog
from autograder.cli.terminal import console, symbol
from autograder.errors import SubmissionError, UsageError
from autograder.grading import grade_alone
from autograder.submission import Found, discover
from autograder.verdict import Status, written


def run_hidden(
    file: Path, *, assignment: str | None, question: str | None, course: Path | None
) -> int:
    """Grade one file without recording it; returns the exit code."""
    say = console()
    home = catalog.find(course)
    if assignment is not None:
        if assignment not in home.slugs:
            has = ", ".join(home.slugs)
            raise UsageError(f"no assignment {assignment} in {home.root}: it has {has}")
        found = Found.named(file, assignment)
    else:
        slugs = {slug: home.question_names(slug) for slug in home.slugs}
        found = discover([file], slugs=slugs, assignment=None).found[0]
    try:
        attempt = grade_alone(home, found)
    except SubmissionError as error:
        sys.stderr.write(f"autograder: {error}\n")
        return 1
    for verdict in attempt.questions:
        if question not in (None, verdict.id):
            continue
        say.print(f"{verdict.id}  {written(verdict.points)} of {written(verdict.max_points)}")
        for check in verdict.checks:
            say.print(f"  {symbol(check.status.value, say):18} {check.id}")
            if check.status is not Status.PASSED and check.diagnosis is not None:
                text = check.diagnosis.text.replace("\n\n", "\n      ")
                say.print(f"      {text}")
    return 0
