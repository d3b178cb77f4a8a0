"""`autograder check --hidden`: every check on one file, sandboxed; for holders of the course."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from autograder import catalog
from autograder.cli.grade import limits
from autograder.cli.terminal import console, symbol
from autograder.expectation import Expectations
from autograder.grading import Setting, grade_one
from autograder.sandbox import Sandbox
from autograder.submission import Unreadable, discover, read
from autograder.verdict import Status


def run_hidden(
    file: Path, *, assignment: str | None, question: str | None, course: Path | None
) -> int:
    """Grade one file without recording it; returns the exit code."""
    say = console()
    home = catalog.find(course)
    slugs = {slug: home.question_names(slug) for slug in home.slugs}
    item = read(discover([file], slugs=slugs, assignment=assignment).found[0])
    if isinstance(item, Unreadable):
        sys.stderr.write(f"autograder: {item.message}\n")
        return 1
    assert item.assignment is not None  # or it would be unreadable
    seed = secrets.randbits(63)
    cohorts = {item.assignment: Expectations(catalog.load(home, item.assignment), seed)}
    setting = Setting(cohorts, seed, limits(home), trust=False, secrets=home.secrets, done={})
    with Sandbox(setting.limits) as sandbox:
        sandbox.self_test(setting.secrets)
        attempt = grade_one(item, setting, sandbox)
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
