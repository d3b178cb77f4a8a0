"""`autograder export`: the grades of one assignment as other platforms read them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from rich.console import Console

from autograder import catalog
from autograder.cli.desk import graded_assignments
from autograder.cli.finals import Finals, finals
from autograder.cli.pages import texts, write_pages
from autograder.cli.terminal import console, usage, visible
from autograder.errors import SandboxError
from autograder.exchange import (
    FORMATS,
    File,
    Grades,
    LeftOut,
    Record,
    feedback_name,
    graded_folder,
)
from autograder.gradebook import Gradebook
from autograder.people import Person
from autograder.verdict import Outcome

_WITH_PAGES = ("canvas", "moodle")
"""What sends feedback pages, and calls the assignment by its title."""
_FILES = frozenset({".csv", ".xml", ".parquet", ".json", ".zip"})


class _OtherFileError(Exception):
    """What the platform gets instead."""


def run(
    out: Path,
    platform: str,
    *,
    assignment: str | None,
    to: Path | None,
    column: str | None,
    course: Path | None,
) -> int:
    """Export; returns the exit code."""
    if platform not in FORMATS:
        return usage(f"--to {platform}: choose one of {', '.join(FORMATS)}")
    with Gradebook.read(out) as book:
        graded = graded_assignments(book, assignment)
        if len(graded) != 1:
            has = " and ".join(graded) or "no assignment"
            return usage(f"{out}: the gradebook has {has}; say which with -a")
        (slug,) = graded
        by_policy, title = Finals(), ""
        if platform in _WITH_PAGES:
            home = catalog.find(course)
            by_policy = finals(book, home)
            title = _write_missing_pages(book, out, slug, home, by_policy)
        grades = Grades(slug, column or title, _records(book, out, slug, by_policy))
    found, say = FORMATS[platform](grades), console()
    try:
        paths = _places(found.files, to or out / "export")
    except _OtherFileError as error:
        _say_left_out(found.left_out, say)
        return usage(f"-o {to}: --to {platform} writes {error}; name that or a folder")
    _write(found.files, paths, say)
    if platform == "canvas" and column is None and found.files:
        say.print(
            f"Canvas takes “{grades.column}” for a new assignment unless one is called so: "
            '--column "HW4 (12345)", the heading in its own export, names the one you have.'
        )
    _say_scores(grades, say)
    _say_left_out(found.left_out, say)
    return 0 if found.files else 1


def _write_missing_pages(
    book: Gradebook, out: Path, slug: str, home: catalog.Course, by_policy: Finals
) -> str:
    """See that every page is there and says what is so; returns the assignment's title."""
    words = texts(home, catalog.load(home, slug).assignment)
    folder = graded_folder(out, slug)
    write_pages(book, slug, list(book.latest(slug)), folder, words, (), by_policy)
    return words.title


def _records(book: Gradebook, out: Path, slug: str, grades: Finals) -> tuple[Record, ...]:
    people, taken, found = book.people(), set[str](), []
    pages = graded_folder(out, slug) / "feedback"
    for attempt_id, attempt in book.latest(slug):
        graded_at, number = book.stamp(attempt_id)
        person = people.get(attempt.student, Person(attempt.student))
        page = pages / feedback_name(attempt.student, taken)
        final = grades.of(attempt.student, slug)
        found.append(Record(attempt, person, number, graded_at, page, final))
    return tuple(found)


def _places(files: Sequence[File], to: Path) -> list[Path]:
    """Where each file goes: into a folder, or the first to the file that `-o` names.

    Raises:
        _OtherFileError: `-o` names a file of another kind.
    """
    if to.is_dir() or to.suffix not in _FILES or not files:
        return [to / file.name for file in files]
    first, *others = files
    suffix = PurePosixPath(first.name).suffix
    if "/" in first.name or suffix != to.suffix:
        raise _OtherFileError("a folder" if "/" in first.name else f"a {suffix} file")
    return [to, *(to.parent / file.name for file in others)]


def _write(files: Sequence[File], paths: Sequence[Path], say: Console) -> None:
    """Write the files and say of how many students each is; of a folder's, of all at once."""
    students: Counter[Path] = Counter()
    for file, path in zip(files, paths, strict=True):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        except OSError as error:
            raise SandboxError(
                f"{path}: can't be written ({error.strerror}); make room or name another place "
                "with -o"
            ) from None
        students[path.parent if "/" in file.name else path] += file.students
    for path, n in students.items():
        say.print(f"{visible(str(path))}  {n} {'student' if n == 1 else 'students'}")
    if not files:
        say.print("Nothing is written: nobody can be exported.")


def _say_scores(grades: Grades, say: Console) -> None:
    """Who has a zero for no answer, and who has no grade."""
    ungraded = [r.attempt.student for r in grades.records if r.attempt.points is None]
    unreadable = [
        r.attempt.student for r in grades.records if r.attempt.outcome is Outcome.UNREADABLE
    ]
    waiting = [
        r.attempt.student for r in grades.records if any(q.waits for q in r.attempt.questions)
    ]
    ours = [student for student in ungraded if student not in waiting]
    _names("Answers in words wait for a mark (autograder mark), so without a grade", waiting, say)
    _names("Not graded yet, so without a grade", ours, say)
    _names("Unreadable, so with 0 points", unreadable, say)


def _say_left_out(left_out: Sequence[LeftOut], say: Console) -> None:
    students: dict[str, list[str]] = defaultdict(list)
    for each in left_out:
        students[f"Not in {each.file}: {each.why}"].append(each.student)
    for headline, names in students.items():
        _names(headline, names, say)


def _names(headline: str, students: Sequence[str], say: Console) -> None:
    if students:
        say.print(f"\n{visible(headline)}")
        for student in students:
            say.print(f"  {visible(student)}")
