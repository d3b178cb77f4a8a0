"""What lies below a path, files on disk and inside zips alike: named, not yet read.

A zip is a folder here. Nothing is unpacked: a member's name is a label that is never used as a
path, so it can't lead anywhere, however it is spelled or long, and names that differ in case
don't clash. Links are never followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SubmissionError

from .sources import InZip, OnDisk, Source, listing

_NOT_HANDED_IN = frozenset({"__MACOSX", "__pycache__", "site-packages"})
_DEPTH = 10  # folders below a path
_ZIPS = 20  # in a zip that a student handed in; more are not opened


@dataclass(frozen=True, slots=True)
class Broken:
    """A zip that can't be looked into."""

    problem: str
    size: int = 0

    def read(self) -> bytes:
        """Never: raises SubmissionError with what is the matter and the fix."""
        raise SubmissionError(self.problem)


File = Source | Broken


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, a folder, or a zip, which is a folder."""

    parts: tuple[str, ...]
    """Names from below the path down; a byte of a name that isn't UTF-8 is a surrogate."""
    file: File | None
    """None: a folder."""
    is_link: bool = False
    """A link to a folder: a folder with nothing in it."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders it lies in; its own name is the last if it is one."""
        return self.parts if self.file is None else self.parts[:-1]


def is_zip(name: str) -> bool:
    """Whether a file of that name is looked into."""
    return name.lower().endswith(".zip")


def bare(name: str) -> str:
    """A folder's name; a zip's without its ending."""
    return name[:-4] if is_zip(name) and len(name) > 4 else name


def walk(path: Path) -> list[Entry]:
    """Everything below a file, a folder or a zip, in order of names, hidden things left out.

    Raises:
        SubmissionError: the folder or the zip can't be read.
    """
    if path.is_dir():
        return list(_below(path))
    here = OnDisk(path)
    if is_zip(path.name) and not path.is_symlink():
        try:
            return _within(here, (), 0)
        except SubmissionError as error:
            problem, _, _ = str(error).partition(";")
            raise SubmissionError(f"{path}: {problem}; download it again") from None
    return [Entry((path.name,), here)]


def _below(root: Path) -> Iterator[Entry]:
    pending: list[tuple[str, ...]] = [()]
    while pending:
        folder = pending.pop()
        try:
            found = sorted(os.scandir(root.joinpath(*folder)), key=lambda entry: entry.name)
        except OSError as error:
            raise SubmissionError(
                f"{root.joinpath(*folder)}: can't be listed ({error.strerror}); make it readable "
                "and try again"
            ) from None
        for item in found:
            if not _counts((item.name,)):
                continue
            parts = (*folder, item.name)
            if item.is_dir():
                yield Entry(parts, None, is_link=item.is_symlink())
                if not item.is_symlink() and len(parts) < _DEPTH:
                    pending.append(parts)
            else:
                yield from _opened(Entry(parts, OnDisk(Path(item.path))), 1)


def _opened(entry: Entry, zips: int) -> list[Entry]:
    """A file; or a zip that was handed in as the folder it is, with what it holds."""
    assert isinstance(entry.file, OnDisk | InZip)
    if not is_zip(entry.parts[-1]):
        return [entry]
    try:
        return [Entry(entry.parts, None), *_within(entry.file, entry.parts, zips)]
    except SubmissionError as error:
        return [Entry(entry.parts, Broken(str(error)))]


def _within(source: Source, at: tuple[str, ...], zips: int) -> list[Entry]:
    """What a zip holds; `zips` counts the handed in ones: it, and that which it lies in."""
    members = listing(source, handed_in=zips > 0)
    if zips > 2 or (zips and sum(is_zip(member.parts[-1]) for member in members) > _ZIPS):
        raise SubmissionError("is a zip of zips; hand in the notebook itself")
    folders: dict[tuple[str, ...], Entry] = {}
    files: list[Entry] = []
    for member in members:
        if not _counts(member.parts) or len(member.parts) > _DEPTH:
            continue
        for end in range(1, len(member.parts) + member.is_folder):
            parts = (*at, *member.parts[:end])
            folders.setdefault(parts, Entry(parts, None))
        if not member.is_folder:
            files += _opened(Entry((*at, *member.parts), member.source), zips + 1)
    return sorted([*folders.values(), *files], key=lambda entry: entry.parts)


def _counts(parts: Sequence[str]) -> bool:
    return not any(part.startswith(".") or part in _NOT_HANDED_IN for part in parts)
