"""Find a course, without loading anything heavy."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import AssignmentError


def course_folder(folder: Path | None = None) -> Path:
    """The course in `folder`, or the nearest above the current one.

    Raises:
        AssignmentError: there is none.
    """
    places = [folder] if folder else [Path.cwd(), *Path.cwd().parents]
    for place in places:
        if (place / "course.toml").is_file():
            return place.resolve()
    where = folder or Path.cwd()
    raise AssignmentError(f"{where} holds no course.toml: go to a course's folder or pass --course")
