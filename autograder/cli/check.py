"""`autograder check`: the notebook's public checks on a terminal, in the notebook's own words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.cli.terminal import console, symbol, visible

_STATUS = {
    "passed": "passed",
    "NotRightYet": "failed",
    "NotStarted": "not_attempted",
    "NotFound": "missing",
    "RaisedAnError": "error",
}
_WALL_SECONDS = 300


def run(
    file: Path, *, assignment: str | None, question: str | None, hidden: bool, course: Path | None
) -> int:
    """Check one file; returns the exit code."""
    if not file.exists():
        sys.stderr.write(f"autograder: {visible(str(file))} does not exist: mind the spelling\n")
        return 2
    problem = _unreadable(file)
    if problem:
        sys.stderr.write(f"autograder: {visible(str(file))} {problem}\n")
        return 1
    if hidden:
        from autograder.cli.hidden import run_hidden

        return run_hidden(file, assignment=assignment, question=question, course=course)
    tests = _tests(file, assignment, course)
    if question is not None:
        tests = [path for path in tests if path.stem == question]
    if not tests:
        what = f"question {question}" if question else "test files"
        sys.stderr.write(
            f"autograder: no {what} for {visible(file.name)}: keep it beside its tests/ folder, "
            "or name the assignment with -a\n"
        )
        return 2
    answer = _answers(file, tests)
    if answer is None:
        sys.stderr.write(
            f"autograder: {visible(str(file))} ended the process that ran it, or took too long: "
            "run its cells one by one in the notebook\n"
        )
        return 1
    _print(answer, tests, console())
    return 0


def _unreadable(file: Path) -> str:
    """What keeps a file from being a notebook or a script, or ""."""
    if not file.is_file() or file.suffix not in (".ipynb", ".py"):
        return "is no notebook (.ipynb) and no script (.py)"
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".ipynb" and not isinstance(json.loads(text).get("cells"), list):
            return "is no notebook: open it in Jupyter and save it again"
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        return f"can't be read ({type(error).__name__}): open it in Jupyter and save it again"
    return ""


def _tests(file: Path, assignment: str | None, course: Path | None) -> list[Path]:
    """The built test files beside the notebook, else the course's own, in the notebook's order."""
    folder = file.resolve().parent / "tests"
    source = file.read_text(encoding="utf-8-sig")
    if not folder.is_dir() or assignment is not None or course is not None:
        from autograder import locate

        home = locate.course_folder(course)
        slug = assignment or locate.recognise(file, source, home)
        folder = home / "assignments" / slug / "tests"
    handout = next(folder.parent.glob("*.ipynb"), file)
    order = re.findall(r"def (\w+)\(", handout.read_text(encoding="utf-8"))
    place = {name: i for i, name in reversed(list(enumerate(order)))}
    return sorted(folder.glob("*.py"), key=lambda path: place.get(path.stem, len(order)))


def _answers(file: Path, tests: list[Path]) -> dict[str, Any] | None:
    command = [sys.executable, "-P", "-m", "autograder.student.checks", str(file), *map(str, tests)]
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_WALL_SECONDS,
            env=environment,
            check=False,
        )
        lines = done.stdout.decode(errors="replace").splitlines()
        return dict(json.loads(lines[-1])) if lines else None
    except (subprocess.TimeoutExpired, ValueError):
        return None


def _print(answer: dict[str, Any], tests: list[Path], say: Console) -> None:
    total = sum(_out_of(path) for path in tests)
    public = sum(case["points"] for q in answer["questions"] for case in q["cases"])
    say.print(
        f"public checks, {public:g} of {total} points; "
        f"the other {total - public:g} are checked after you hand in\n"
    )
    for line in answer["cells"]:
        say.print(f"  {visible(line)}")
    wide = max(len(question["id"]) for question in answer["questions"])
    points = 0.0
    for question in answer["questions"]:
        words = [_STATUS.get(case["word"], "error") for case in question["cases"]]
        got = sum(c["points"] for c in question["cases"] if c["word"] == "passed")
        of = sum(c["points"] for c in question["cases"])
        points += got
        status = "passed" if got == of else "partly" if got else words[0]
        mark = symbol(status, say)
        say.print(f"  {mark:18} {question['id']:{wide}}  {got:g} of {of:g}")
        shown = [c for c in question["cases"] if c["word"] != "passed" and c["text"]]
        for case in shown[: 1 if status != "partly" else None]:
            body = "\n".join(f"      {visible(t)}".rstrip() for t in case["text"].split("\n"))
            say.print(f"{body}\n")
    say.print(f"\n{points:g} of {public:g} points so far.")


def _out_of(path: Path) -> int:
    found = re.search(r"^out_of = (\d+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return int(found[1]) if found else 0
