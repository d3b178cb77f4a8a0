"""`autograder check`: the notebook's public checks on a terminal, in the notebook's own words."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from autograder.cli.checking import Answer, Case, answers
from autograder.cli.terminal import console, symbol, visible
from autograder.errors import AssignmentError
from autograder.locate import course_folder
from autograder.submission import Found, Submission, Unreadable, discover, read

_STATUS = {
    "passed": "passed",
    "NotRightYet": "failed",
    "NotStarted": "not_attempted",
    "NotFound": "missing",
    "RaisedAnError": "error",
    "TookTooLong": "timeout",
}
_HEAD = re.compile(
    r'^name = "(?P<name>\w+)"$.*^assignment = "(?P<slug>\w+)"$.*'
    r"^number = (?P<number>\d+)$.*^out_of = (?P<points>\d+)$",
    re.MULTILINE | re.DOTALL,
)


class _RefusedError(Exception):
    """Nothing can be checked; the message says why, and the code is to be returned."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Test:
    """One built test file."""

    name: str
    slug: str
    number: int
    points: int
    path: Path


def run(
    file: Path, *, assignment: str | None, question: str | None, hidden: bool, course: Path | None
) -> int:
    """Check one file; returns the exit code."""
    try:
        _vet(file)
        if hidden:
            from autograder.cli.hidden import run_hidden

            return run_hidden(file, assignment=assignment, question=question, course=course)
        submission, tests = _read(file, assignment, course)
        if not tests:
            slug = submission.found.assignment
            raise _RefusedError(
                0, f"{slug} is answered in words: a person reads it after you hand in"
            )
        if question is not None:
            tests = _only(question, tests)
        cells = [(index + 1, source) for index, source in submission.code]
        paths = {test.name: test.path for test in tests}
        answer = answers(file.parent.resolve(), cells, paths)
    except _RefusedError as refusal:
        sys.stderr.write(f"autograder: {visible(str(refusal))}\n")
        return refusal.code
    _print(answer, tests, console())
    return 0


def _vet(file: Path) -> None:
    if not os.path.lexists(file):
        raise _RefusedError(2, f"{file} does not exist: mind the spelling")
    if file.is_dir():
        raise _RefusedError(1, f"{file} is a folder: name the notebook in it")
    if file.suffix.lower() not in (".ipynb", ".py"):
        raise _RefusedError(
            1, f"{file} is no notebook (.ipynb) and no script (.py): name one of these"
        )


def _read(
    file: Path, assignment: str | None, course: Path | None
) -> tuple[Submission, list[_Test]]:
    """A file and the test files that belong to it: those beside it, else the course's."""
    tests = [] if course else _tests(file.parent.resolve())
    beside = {test.slug for test in tests}
    if len(beside) == 1 and assignment in (None, *beside):
        found = Found.named(file, tests[0].slug)
    else:
        found, tests = _in_course(file, assignment, course)
    submission = read(found)
    if isinstance(submission, Unreadable):
        raise _RefusedError(2 if found.problem else 1, submission.message)
    return submission, tests


def _in_course(
    file: Path, assignment: str | None, course: Path | None
) -> tuple[Found, list[_Test]]:
    try:
        home = course_folder(course)
    except AssignmentError as error:
        if course is not None:
            raise _RefusedError(2, str(error)) from None
        raise _RefusedError(
            2, f"{file} has no tests/ folder of ours beside it, and no course was found: put it "
            "back into its assignment's folder, or pass --course"
        ) from None  # fmt: skip
    built = {path.name: _tests(path) for path in home.glob("assignments/*/")}
    slugs = {slug: [test.name for test in tests] for slug, tests in built.items()}
    if assignment is not None:
        if assignment not in slugs:
            known = ", ".join(sorted(slugs)) or "none that is built"
            raise _RefusedError(2, f"no assignment {assignment} in {home}: it has {known}")
        return Found.named(file, assignment), built[assignment]
    found = discover([file], slugs=slugs, assignment=None).found[0]
    return found, built[found.assignment] if found.assignment else []


def _tests(folder: Path) -> list[_Test]:
    """Our test files below an assignment's folder, in the notebook's order."""
    made = []
    for path in folder.glob("tests/*.py"):
        head = _HEAD.search(path.read_text(encoding="utf-8", errors="replace"))
        if head:
            number, points = int(head["number"]), int(head["points"])
            made.append(_Test(head["name"], head["slug"], number, points, path.resolve()))
    return sorted(made, key=lambda test: test.number)


def _only(question: str, tests: list[_Test]) -> list[_Test]:
    chosen = [test for test in tests if test.name == question]
    if not chosen:
        known = ", ".join(test.name for test in tests)
        raise _RefusedError(2, f"no question {question} in {tests[0].slug}: it has {known}")
    return chosen


def _print(answer: Answer, tests: list[_Test], say: Console) -> None:
    total = sum(test.points for test in tests)
    public = sum(case.points for cases in answer.cases.values() for case in cases)
    lines = [
        f"{tests[0].slug}  public checks, {public:g} of {total} points; "
        f"the other {total - public:g} are checked after you hand in",
        "",
    ]
    if answer.notes:
        lines += [*(f"  {note}" for note in answer.notes), ""]
    marks = {test.name: symbol(_status(answer.cases[test.name]), say) for test in tests}
    broad = max(map(cell_len, marks.values()))
    wide = max(len(test.name) for test in tests)
    reached, following = 0.0, ""
    for test in tests:
        cases = answer.cases[test.name]
        got = sum(case.points for case in cases if case.word == "passed")
        of = sum(case.points for case in cases)
        reached += got
        mark = marks[test.name]
        space = " " * (broad - cell_len(mark))
        lines.append(f"  {mark}{space}  {test.name:{wide}}  {got:g} of {of:g}")
        for case in cases:
            lines += _said(case)
        if got < of and not following:
            cell = answer.cell_of.get(test.name)
            following = f" Next: {test.name}{f', cell {cell}' if cell else ''}."
    if lines[-1]:
        lines.append("")
    lines.append(f"{reached:g} of {public:g} points so far.{following}")
    for line in lines:
        say.print(visible(line).encode(say.encoding, "replace").decode(say.encoding))


def _status(cases: list[Case]) -> str:
    words = [case.word for case in cases if case.word != "passed"]
    if not words:
        return "passed"
    return "partly" if len(words) < len(cases) else _STATUS.get(words[0], "error")


def _said(case: Case) -> list[str]:
    """What the notebook would say; nothing where the status says it all."""
    if case.word in ("passed", "NotStarted", "NotFound") or case.text == "As above.":
        return []
    return [*(f"      {line}".rstrip() for line in case.text.split("\n")), ""]
