"""`autograder report`: what the class misunderstood, as a page and as PDF, from the gradebook."""

from __future__ import annotations

from pathlib import Path

from autograder import catalog
from autograder.cli.desk import graded_assignments
from autograder.cli.finals import finals
from autograder.cli.terminal import console, visible
from autograder.errors import SandboxError
from autograder.gradebook import Gradebook
from autograder.report import gather, pdf, render, strays


def run(out: Path, *, assignment: str | None, course: Path | None) -> int:
    """Write report.html and report.pdf; returns the exit code."""
    home = catalog.find(course)
    say = console()
    with Gradebook.read(out) as book:
        chosen = graded_assignments(book, assignment)
        by_policy = finals(book, home)
        parts = [gather(book, slug, _title(home, slug), by_policy.on(slug)) for slug in chosen]
        html = render(
            home.title,
            parts,
            out,
            strays=strays(book) if assignment is None else (),
            several=len(graded_assignments(book, None)) > 1,
        )
    _write(out / "report.html", html.encode())
    n = len(parts)
    say.print(
        f"{visible(str(out / 'report.html'))}  {n} {'assignment' if n == 1 else 'assignments'}, "
        f"{sum(facts.handed_in for facts in parts)} submissions"
    )
    _write(out / "report.pdf", pdf(html))
    say.print(visible(str(out / "report.pdf")))
    return 0


def _title(home: catalog.Course, slug: str) -> str:
    """What the course calls an assignment; its slug where the course has dropped it."""
    return catalog.load(home, slug).assignment.title if slug in home.slugs else slug


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads: names and grades are in it."""
    try:
        path.touch(mode=0o600)
        path.write_bytes(data)
    except OSError as error:
        raise SandboxError(
            f"{path}: can't be written ({error.strerror}); make room or free the folder"
        ) from None
