"""`autograder build`: refresh handouts and write their zips."""

from __future__ import annotations

from pathlib import Path

from autograder import catalog
from autograder.build import build, gradescope_zip, otter_zip, student_zip, vet, write
from autograder.cli.terminal import console


def run(assignment: str | None, out: Path, course: Path | None) -> int:
    """Build one assignment or all; returns the exit code."""
    say = console()
    home = catalog.find(course)
    out.mkdir(parents=True, exist_ok=True)
    for slug in [assignment] if assignment else home.slugs:
        if slug in home.slugs:  # otherwise loading says which there are
            vet(home.handout(slug))
        content = catalog.load(home, slug)
        files = build(content)
        changed = write(content, files)
        zips = {"student": student_zip(content, files)}
        if content.assignment.questions:  # else there is nothing that a program could grade
            zips |= {"otter": otter_zip(content), "gradescope": gradescope_zip(content)}
        for name, data in zips.items():
            (out / f"{slug}-{name}.zip").write_bytes(data)
        count = "1 file" if len(changed) == 1 else f"{len(changed)} files"
        news = f"{count} changed" if changed else "nothing changed"
        made = f"{{{','.join(zips)}}}" if len(zips) > 1 else "".join(zips)
        say.print(f"{slug}: {news}; {out}/{slug}-{made}.zip")
    return 0
