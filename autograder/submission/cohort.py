"""Whose file is which: from the paths a TA names to one submission a student and assignment."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import SubmissionError

from .notebook import Cell, Content, parse, read_bytes
from .source import definitions

_SUFFIXES = (".ipynb", ".py")
_NOT_HANDED_IN = frozenset({"__MACOSX", "__pycache__", "site-packages"})
_DEPTH = 10  # folders below a path
Slugs = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student handed in for one assignment, as data."""

    student: str
    path: str
    """As found under the path the TA named; for people, not for opening."""
    sha256: str
    assignment: str | None
    cells: tuple[Cell, ...]
    message: str = ""

    @property
    def code(self) -> tuple[tuple[int, str], ...]:
        """(index into `cells`, source) of each code cell."""
        return tuple(
            (index, cell.source) for index, cell in enumerate(self.cells) if cell.kind == "code"
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no submission; `message` says in one line what is the matter and the fix."""

    student: str
    path: str
    sha256: str
    """Empty if the file can't be read at all."""
    assignment: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a submission lies: small, so that a cohort's notebooks need not be held at once."""

    student: str
    path: str
    file: Path
    assignment: str | None
    """None: no assignment of the course."""
    message: str = ""
    problem: str = ""
    """Why it can't be graded, where that is known without reading it."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everything found, one entry a student and assignment, and what the TA should know."""

    found: tuple[Found, ...]
    messages: tuple[str, ...]


def read(found: Found) -> Submission | Unreadable:
    """Read one submission; never raises for anything the file is or holds."""
    sha256 = ""
    try:
        if found.problem and found.file.is_dir():
            raise SubmissionError(found.problem)
        data = read_bytes(found.file)
        sha256 = hashlib.sha256(data).hexdigest()
        if found.problem:
            raise SubmissionError(found.problem)
        content = parse(data, script=_is_script(found.file))
    except SubmissionError as error:
        line = f"{one_line(found.path)} {error}"
        if found.message:
            line += f" ({found.message})"
        return Unreadable(found.student, found.path, sha256, found.assignment, line)
    return Submission(
        found.student, found.path, sha256, found.assignment, content.cells, found.message
    )


def discover(paths: Sequence[Path], *, slugs: Slugs, assignment: str | None) -> Cohort:
    """Find the submissions below some paths; a file is opened only where its place says too little.

    Args:
        paths: files, folders of files (student = file stem) or folders of students' folders.
        slugs: the course's assignments, each with the names of its questions.
        assignment: what every submission is for; None to recognise it from a parent folder,
            the notebook's metadata or the names it defines.

    Raises:
        SubmissionError: a path doesn't exist, or holds nothing to grade.
    """
    pile = _Pile(slugs, assignment)
    for path in paths:
        pile.add(path)
    groups: dict[tuple[str, str | None], list[Found]] = defaultdict(list)
    for found in pile.files.values():
        groups[found.student, found.assignment].append(found)
    beside = 0
    for student in {student for student, slug in groups if slug}:
        unknown = groups.pop((student, None), [])
        kept = [found for found in unknown if found.problem != _UNKNOWN]
        beside += len(unknown) - len(kept)
        if kept:
            groups[student, None] = kept
    chosen = [_choose(group, slugs.get(key[1] or "", ())) for key, group in groups.items()]
    chosen.sort(key=lambda found: (found.assignment is None, found.assignment or "", found.student))
    messages = pile.messages()
    several = sum(bool(found.message) for found in chosen)
    if several:
        messages.append(
            f"{several} of the submissions had several files for one assignment; results.json "
            "says which was used"
        )
    if beside:
        messages.append(f"left out {_count(beside)} beside a submission, of no known assignment")
    return Cohort(tuple(chosen), tuple(messages))


def only(folder: Path, *, slugs: Slugs, assignment: str) -> Found:
    """The one submission that a folder holds, in however many files.

    Raises:
        SubmissionError: it holds nothing to grade.
    """
    pile = _Pile(slugs, assignment)
    pile.add(folder)
    files = [replace(found, student=folder.name) for found in pile.files.values()]
    return _choose(files, slugs[assignment])


class _Pile:
    """The files found so far, by absolute path, so that one named twice counts once."""

    def __init__(self, slugs: Slugs, assignment: str | None) -> None:
        self.files: dict[Path, Found] = {}
        self._slugs = slugs
        self._assignment = assignment
        self._skipped: Counter[str] = Counter()
        self._ignored: list[str] = []

    def add(self, path: Path) -> None:
        shown = one_line(_text(str(path)))
        if not os.path.lexists(path):
            raise SubmissionError(f"{shown}: no such file or folder; check the path")
        place = Path(os.path.abspath(path))  # noqa: PTH100 - links stay what they are
        context = (*path.parts, place.parent.name, place.name)
        if path.is_dir():
            root, entries = place, list(_walk(place))
        else:
            root, entries = place.parent, [((place.name,), False)]
            context = (*path.parts[:-1], place.parent.name)
        homes: dict[tuple[str, ...], list[str]] = {}
        submitted: set[tuple[str, ...]] = set()
        for parts, is_folder in entries:
            home = self._home(parts if is_folder else parts[:-1])
            others = homes.setdefault(home, [])
            if is_folder:
                continue
            if self._take(root, parts, home, context):
                submitted.add(home)
            else:
                others.append(parts[-1])
        for home, others in homes.items():
            if home and home not in submitted:
                self._take_empty(root, home, others, context)
            else:
                self._ignored += others
        if all(is_folder for _, is_folder in entries) or not (submitted or any(homes)):
            hint = "unzip it first" if path.suffix.lower() == ".zip" else "check the path"
            raise SubmissionError(f"{shown}: no .ipynb or .py file to grade there; {hint}")

    def _home(self, folders: tuple[str, ...]) -> tuple[str, ...]:
        """The student's folder: down to the first that isn't named like an assignment."""
        for depth, name in enumerate(folders, 1):
            if name not in self._slugs:
                return folders[:depth]
        return ()

    def _slug(self, folders: tuple[str, ...]) -> str | None:
        """The assignment that the nearest folder of its name stands for."""
        return next((name for name in reversed(folders) if name in self._slugs), None)

    def _take(
        self, root: Path, parts: tuple[str, ...], home: tuple[str, ...], context: tuple[str, ...]
    ) -> bool:
        """Take a file; False if it is of a kind that nobody hands in."""
        slug = self._slug((*context, *parts[:-1]))
        if self._assignment and slug not in (None, self._assignment):
            self._skipped[str(slug)] += 1
            return True
        file = root.joinpath(*parts)
        if file.suffix.lower() not in _SUFFIXES:
            return False
        student = _text(home[-1] if home else file.stem)
        found = Found(student, _text("/".join(parts)), file, self._assignment or slug)
        if file not in self.files:
            self.files[file] = found if found.assignment else _recognise(found, self._slugs)
        return True

    def _take_empty(
        self, root: Path, home: tuple[str, ...], others: list[str], context: tuple[str, ...]
    ) -> None:
        slug = self._slug((*context, *home))
        if self._assignment and slug not in (None, self._assignment):
            return
        folder = root.joinpath(*home)
        problem = "holds no submission"
        if folder.is_symlink():
            problem = "is a symbolic link"
        elif others:
            problem += f", only {_some(others)}"
        self.files[folder] = Found(
            _text(home[-1]),
            _text("/".join(home)),
            folder,
            self._assignment or slug,
            problem=f"{problem}; hand in the .ipynb or .py file itself",
        )

    def messages(self) -> list[str]:
        lines = []
        if self._skipped:
            lines.append(
                f"skipped {_count(self._skipped.total())} below folders of other assignments "
                f"({', '.join(sorted(self._skipped))}); name one with -a to grade it"
            )
        if self._ignored:
            lines.append(
                f"ignored {_count(len(self._ignored))} neither .ipynb nor .py: "
                f"{_some(self._ignored)}"
            )
        return lines


_UNKNOWN = (
    "belongs to no assignment of this course; put it in a folder named like its assignment, "
    "or name that with -a"
)


def _walk(root: Path) -> Iterator[tuple[tuple[str, ...], bool]]:
    """(path below root, whether it is a folder) in order of names, hidden ones left out.

    Links are never followed: one to a folder is a folder with nothing in it.
    """
    pending: list[tuple[str, ...]] = [()]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(root.joinpath(*folder)), key=lambda entry: entry.name)
        except OSError as error:
            shown = one_line(_text(str(root.joinpath(*folder))))
            raise SubmissionError(
                f"{shown}: can't be listed ({error.strerror}); make it readable and try again"
            ) from None
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _NOT_HANDED_IN:
                continue
            parts = (*folder, entry.name)
            yield parts, entry.is_dir()
            if entry.is_dir(follow_symlinks=False) and len(parts) < _DEPTH:
                pending.append(parts)


def _recognise(found: Found, slugs: Slugs) -> Found:
    """Say which assignment a file is for, or why that can't be said."""
    try:
        content = _content(found)
    except SubmissionError:
        return found  # read() says what is the matter with it
    if content.assignment in slugs:
        return replace(found, assignment=content.assignment)
    defined = set(_definitions(content, {name for names in slugs.values() for name in names}))
    matches = {slug: len(defined.intersection(names)) for slug, names in slugs.items()}
    most = max(matches.values(), default=0)
    if most == 0:
        return replace(found, problem=_UNKNOWN)
    best = sorted(slug for slug, count in matches.items() if count == most)
    if len(best) > 1:
        return replace(
            found,
            problem=f"fits {' and '.join(best)} equally well; put it in a folder named like its "
            "assignment, or name that with -a",
        )
    return replace(found, assignment=best[0])


def _choose(files: list[Found], names: Collection[str]) -> Found:
    """Of one student's files for one assignment, the one with most questions worked on."""
    if len(files) == 1:
        return files[0]

    def rank(found: Found) -> tuple[int, bool, bool, list[tuple[int, str]]]:
        try:
            worked_on, readable = sum(_definitions(_content(found), names).values()), True
        except SubmissionError:
            worked_on, readable = 0, False
        return worked_on, not _is_script(found.file), readable, _natural(found.path)

    *others, best = sorted(files, key=rank)
    unused = _some([found.path for found in reversed(others)])
    return replace(
        best,
        message=f"{len(files)} files handed in: {one_line(best.path)} was used, {unused} not",
    )


def _content(found: Found) -> Content:
    return parse(read_bytes(found.file), script=_is_script(found.file))


def _definitions(content: Content, names: Collection[str]) -> dict[str, bool]:
    return definitions((cell.source for cell in content.cells if cell.kind == "code"), names)


def _is_script(file: Path) -> bool:
    return file.suffix.lower() == ".py"


def _natural(text: str) -> list[tuple[int, str]]:
    """Order in which hw2 comes before hw10."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)
    ]


def _text(name: str) -> str:
    """A file name as text that can be written anywhere; a byte that isn't UTF-8 shows as hex."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def one_line(text: str) -> str:
    """Text with its control characters and line breaks made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"


def _some(names: list[str]) -> str:
    shown = ", ".join(one_line(_text(name)) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
