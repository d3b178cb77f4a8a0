"""Where the files of a grading go and what they are called."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

_LONGEST = 255  # bytes of a file name
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f"*/:<>?\\|\u2028\u2029\u202a-\u202e\u2066-\u2069]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def folder_of(directory: Path, assignment: str | None, *, only: str | None) -> Path:
    """The folder of an assignment's results.json, grades.csv and feedback/.

    Args:
        directory: what `-o` names.
        assignment: the assignment, None for files of no known one.
        only: what `-a` names; None if submissions of several assignments are graded together.
    """
    return directory if only is not None else directory / (assignment or "unrecognised")


def graded_folder(directory: Path, assignment: str) -> Path:
    """The folder of `folder_of`, where grading has written it; `directory` is what `-o` named."""
    beside_others = (directory / assignment / "results.json").is_file()
    return folder_of(directory, assignment, only=None if beside_others else assignment)


def feedback_name(student: str, taken: set[str], *, suffix: str = ".html") -> str:
    """A file name for a student's page: theirs if every file system takes it, else made safe.

    Args:
        student: any text.
        taken: names given already, as file systems that fold case see them; extended.
        suffix: of the file.

    Returns:
        `<student>.html`, or a safe part of it with a hash of the student's name.
    """
    safe = _UNSAFE.sub("_", student).strip(" ").rstrip(".").lstrip(".") or "_"
    if _DEVICES.fullmatch(safe):
        safe = f"_{safe}"
    name = f"{safe}{suffix}"
    if safe != student or _folded(name) in taken or len(os.fsencode(name)) > _LONGEST:
        tail = f"-{hashlib.sha256(student.encode()).hexdigest()[:12]}{suffix}"
        name = _cut(safe, _LONGEST - len(tail)) + tail
    taken.add(_folded(name))
    return name


def write_atomically(path: Path, text: str) -> None:
    """Put a text where no reader ever sees half of it."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _cut(text: str, size: int) -> str:
    """As many whole characters as fit in that many bytes."""
    return text.encode()[:size].decode("utf-8", "ignore").rstrip(" .")
