"""Whose file is which: from the paths a TA names to one submission a student and assignment."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from autograder.errors import SubmissionError
from autograder.people import Person

from .files import Entry, File, bare, is_zip, walk
from .layouts import Owner, is_gradable, layout_of, shown
from .notebook import Cell, Content, parse
from .roster import Roster
from .source import definitions
from .sources import OnDisk

_MOST = 200_000_000
"""Bytes of notebooks and scripts that are looked at to find one student's submission."""
Slugs = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a submission lies: small, so that a cohort's notebooks need not be held at once."""

    person: Person
    path: str
    """As found under the path the TA named; for people, not for opening."""
    file: File | None
    """None: a folder without a submission."""
    assignment: str | None
    """None: no assignment of the course."""
    message: str = ""
    problem: str = ""
    """Why it can't be graded, where that is known without reading it."""
    submitted_at: datetime | None = None
    late: bool | None = None

    @classmethod
    def named(cls, file: Path, assignment: str) -> Self:
        """One file, and what it is for, as somebody has said; its student is its stem."""
        return cls(Person(file.stem), str(file), OnDisk(file), assignment)

    @property
    def student(self) -> str:
        """What its student is called in the gradebook."""
        return self.person.student


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student handed in for one assignment, as data."""

    found: Found
    sha256: str
    cells: tuple[Cell, ...]

    @property
    def code(self) -> tuple[tuple[int, str], ...]:
        """(index into `cells`, source) of each code cell."""
        return tuple(
            (index, cell.source) for index, cell in enumerate(self.cells) if cell.kind == "code"
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no submission; `message` says in one line what is the matter and the fix."""

    found: Found
    sha256: str
    """Empty if the file can't be read at all."""
    message: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everything found, one entry a student and assignment, and what the TA should know."""

    found: tuple[Found, ...]
    people: tuple[Person, ...]
    messages: tuple[str, ...]


def read(found: Found) -> Submission | Unreadable:
    """Read one submission; never raises for anything the file is or holds."""
    sha256 = ""
    try:
        if found.file is None:
            raise SubmissionError(found.problem)
        data = found.file.read()
        sha256 = hashlib.sha256(data).hexdigest()
        if found.problem:
            raise SubmissionError(found.problem)
        return Submission(found, sha256, parse(data, script=_is_script(found)).cells)
    except SubmissionError as error:
        line = f"{one_line(found.path)} {error}"
        if found.message:
            line += f" ({found.message})"
        return Unreadable(found, sha256, line)


def discover(
    paths: Sequence[Path], *, slugs: Slugs, assignment: str | None, roster: Roster | None = None
) -> Cohort:
    """Find the submissions below some paths; a file is opened only where its place says too little.

    Args:
        paths: files, folders of files (student = file stem), folders of students' folders, or
            exports of a learning platform; each of them also as a zip.
        slugs: the course's assignments, each with the names of its questions.
        assignment: what every submission is for; None to recognise it from a parent folder,
            the notebook's metadata or the names it defines.
        roster: who is known, under the names to be used for them.

    Raises:
        SubmissionError: a path doesn't exist, can't be read, or holds nothing to grade.
    """
    pile = _Pile(slugs, assignment)
    for path in paths:
        pile.add(path)
    roster = Roster() if roster is None else roster
    people: dict[str, Person] = {}
    groups: dict[tuple[str, str | None], list[Found]] = defaultdict(list)
    for found in pile.files.values():
        person = roster.find(found.person) or found.person
        people[person.student] = people.get(person.student, person).updated(person)
        groups[person.student, found.assignment].append(replace(found, person=person))
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
    return Cohort(tuple(chosen), tuple(people.values()), tuple(messages))


def only(folder: Path, *, slugs: Slugs, assignment: str) -> Found:
    """The one submission that a folder holds, in however many files.

    Raises:
        SubmissionError: it holds nothing to grade.
    """
    pile = _Pile(slugs, assignment)
    pile.add(folder)
    owner = Person(shown(folder.name))
    return _choose([replace(f, person=owner) for f in pile.files.values()], slugs[assignment])


@dataclass(slots=True)
class _Home:
    """What is there of one owner."""

    owner: Owner
    files: list[tuple[Entry, str | None, Owner]] = field(default_factory=list)
    """Each with the assignment that its folders name."""
    others: list[str] = field(default_factory=list)
    is_link: bool = False
    skipped: bool = False
    """Whether something is for another assignment."""


class _Pile:
    """The files found so far, by where they lie, so that one named twice counts once."""

    def __init__(self, slugs: Slugs, assignment: str | None) -> None:
        self.files: dict[tuple[Path, str], Found] = {}
        self._slugs = slugs
        self._assignment = assignment
        self._skipped: Counter[str] = Counter()
        self._ignored: list[str] = []
        self._layouts: list[str] = []

    def add(self, path: Path) -> None:
        name = one_line(shown(str(path)))
        if not os.path.lexists(path):
            raise SubmissionError(f"{name}: no such file or folder; check the path")
        place = Path(os.path.abspath(path))  # noqa: PTH100 - links stay what they are
        in_zip = not place.is_dir() and is_zip(place.name)
        entries = walk(place)
        if place.is_dir() or in_zip:
            root, context = place, (*path.parts, place.parent.name, place.name)
        else:
            root, context = place.parent, (*path.parts[:-1], place.parent.name)
        layout = layout_of(entries, self._slugs, in_zip=in_zip)
        if layout.name:
            self._layouts.append(f"{name} is read as {layout.name}")
        homes = {_students(owner): _Home(owner) for owner in layout.owners}
        for entry in entries:
            owner = layout.owner(entry)
            if owner is not None:
                self._sort(entry, owner, homes.setdefault(_students(owner), _Home(owner)), context)
            elif entry.file is not None and not layout.name:
                self._ignored.append(entry.parts[-1])
        if not homes or all(entry.file is None for entry in entries):
            raise SubmissionError(f"{name}: no .ipynb or .py file to grade there; check the path")
        for home in homes.values():
            self._take(root, home, context)

    def _sort(self, entry: Entry, owner: Owner, home: _Home, context: tuple[str, ...]) -> None:
        slug = self._slug((*context, *entry.folders))
        if entry.file is None:
            home.is_link |= entry.is_link and entry.parts == owner.home
        elif self._assignment and slug not in (None, self._assignment):
            self._skipped[str(slug)] += 1
            home.skipped = True
        elif is_gradable(entry):
            home.files.append((entry, slug, owner))
        else:
            home.others.append(entry.parts[-1])

    def _take(self, root: Path, home: _Home, context: tuple[str, ...]) -> None:
        """Keep what one owner has handed in, for each of its persons."""
        slug = self._slug((*context, *home.owner.home))
        files = home.files
        size = sum(entry.file.size for entry, _, _ in files if entry.file)
        if not files:
            if home.skipped or (self._assignment and slug not in (None, self._assignment)):
                self._ignored += home.others
                return
            kept = [(home.owner.home, self._empty(home, slug, _nothing(home)))]
        elif len(files) > 1 and size > _MOST:
            problem = (
                f"holds {size / 1e6:,.0f} MB in {len(files)} notebooks and scripts; hand in one "
                "notebook"
            )
            kept = [(home.owner.home, self._empty(home, slug, problem))]
        else:
            self._ignored += home.others
            kept = [(entry.parts, self._found(entry, named, own)) for entry, named, own in files]
        for parts, found in kept:
            for person in home.owner.persons:
                key = root.joinpath(*parts), person.student
                self.files.setdefault(key, replace(found, person=person))

    def _found(self, entry: Entry, slug: str | None, owner: Owner) -> Found:
        found = Found(
            owner.persons[0],
            shown("/".join(entry.parts)),
            entry.file,
            self._assignment or slug,
            submitted_at=owner.submitted_at,
            late=owner.late,
        )
        return found if found.assignment else _recognise(found, self._slugs)

    def _empty(self, home: _Home, slug: str | None, problem: str) -> Found:
        owner = home.owner
        path = shown("/".join(owner.home))
        return Found(owner.persons[0], path, None, self._assignment or slug, problem=problem)

    def _slug(self, folders: tuple[str, ...]) -> str | None:
        """The assignment that the nearest folder of its name stands for."""
        return next((bare(name) for name in reversed(folders) if bare(name) in self._slugs), None)

    def messages(self) -> list[str]:
        lines = list(self._layouts)
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


def _students(owner: Owner) -> tuple[str, ...]:
    return tuple(person.student for person in owner.persons)


def _nothing(home: _Home) -> str:
    """Why there is nothing to grade, and the fix."""
    if home.is_link:
        problem = "is a symbolic link"
    elif home.others:
        problem = f"holds no submission, only {_some(home.others)}"
    else:
        problem = "holds no submission"
    return f"{problem}; hand in the .ipynb or .py file itself"


_UNKNOWN = (
    "belongs to no assignment of this course; put it in a folder named like its assignment, "
    "or name that with -a"
)


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
        return worked_on, not _is_script(found), readable, _natural(found.path.rpartition(".")[0])

    *others, best = sorted(files, key=rank)
    unused = _some([found.path for found in reversed(others)])
    return replace(
        best,
        message=f"{len(files)} files handed in: {one_line(best.path)} was used, {unused} not",
    )


def _content(found: Found) -> Content:
    """What a file says.

    Raises:
        SubmissionError: it can't be read.
    """
    if found.file is None:
        raise SubmissionError(found.problem)
    return parse(found.file.read(), script=_is_script(found))


def _definitions(content: Content, names: Collection[str]) -> dict[str, bool]:
    return definitions((cell.source for cell in content.cells if cell.kind == "code"), names)


def _is_script(found: Found) -> bool:
    return found.path.lower().endswith(".py")


def _natural(text: str) -> list[tuple[int, str]]:
    """Order in which hw2 comes before hw10."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)
    ]


def one_line(text: str) -> str:
    """Text with its control characters and line breaks made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"


def _some(names: list[str]) -> str:
    few = ", ".join(one_line(shown(name)) for name in names[:3])
    return few if len(names) <= 3 else f"{few} and {len(names) - 3} more"
