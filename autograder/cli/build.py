"""`autograder build`: refresh handouts and write their zips."""

from __future__ import annotations

from pathlib import Path

from autograder import catalog
from autograder.build import student_zip, write
from autograder.cli.terminal import console


def run(assignment: str | None, out: Path, course: Path | None) -> int:
    """Build one assignment or all; returns the exit code."""
    say = console()
    home = catalog.find(course)
    out.mkdir(parents=True, exist_ok=True)
    for slug in [assignment] if assignment else home.slugs:
        content = catalog.load(home, slug)
        changed = write(content)
        archive = out / f"{slug}-student.zip"
        archive.write_bytes(student_zip(content))
        news = f"{len(changed)} files changed" if changed else "nothing changed"
        say.print(f"{slug}: {news}; {archive}")
    return 0
