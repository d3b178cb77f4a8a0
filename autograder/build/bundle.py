"""The bundle: all that grades one assignment, for other graders to carry in their zips.

`engine/` holds this package as source, `course/` a course of this one assignment. Both are secret
as soon as they are bundled: the course holds its checks and its solution.
"""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from collections.abc import Collection
from importlib import metadata
from pathlib import Path

import autograder
from autograder.catalog import Content
from autograder.errors import AssignmentError
from autograder.sandbox import Limits

_SUFFIXES = (".py", ".jinja", ".css", ".html")
_HERE = Path(autograder.__file__).parent
_PACKAGE = "genai-autograder"


def bundle(content: Content, limits: Limits) -> dict[str, bytes]:
    """The engine and the course, by their path in the bundle.

    Args:
        content: the assignment.
        limits: what submissions may use there; they go into the bundle's course.toml.

    Raises:
        AssignmentError: a file of the course can't be read.
    """
    course, slug = content.course, content.assignment.slug
    reference = sorted((course.root / "reference" / slug).glob("*.py"))
    made = {
        path.relative_to(course.root).as_posix(): _read(path)
        for path in (course.handout(slug), course.solution(slug), *reference)
    }
    made |= {f"assignments/{slug}/{name}": data for name, data in data_files(content).items()}
    made["course.toml"] = _settings(content, limits)
    engine = {
        f"engine/autograder/{path.relative_to(_HERE).as_posix()}": _read(path)
        for path in _HERE.rglob("*")
        if path.suffix in _SUFFIXES
    }
    return engine | {f"course/{name}": data for name, data in made.items()}


def data_files(content: Content) -> dict[str, bytes]:
    """The assignment's own data, as `data/…`: regular files; hidden ones and links are left out.

    Raises:
        AssignmentError: one can't be read.
    """
    folder = content.course.handout(content.assignment.slug).parent
    names = {path.relative_to(folder): path for path in (folder / "data").rglob("*")}
    return {
        name.as_posix(): _read(path)
        for name, path in names.items()
        if path.is_file() and not path.is_symlink() and "/." not in name.as_posix()
    }


def requirements(names: Collection[str] | None = None) -> bytes:
    """A requirements.txt with the package's own dependencies, or with some of them.

    Raises:
        AssignmentError: this package is not installed, so nobody knows what it depends on.
    """
    wanted = [
        line for line in _dependencies() if names is None or re.split(r"[^\w.-]", line)[0] in names
    ]
    return "".join(f"{line}\n" for line in sorted(wanted)).encode()


def _dependencies() -> list[str]:
    checkout = _HERE.parent / "pyproject.toml"
    if checkout.is_file():  # what is installed in place may have been installed long ago
        found: list[str] = tomllib.loads(_read(checkout).decode())["project"]["dependencies"]
        return found
    try:
        declared = metadata.requires(_PACKAGE) or []
    except metadata.PackageNotFoundError as error:
        raise AssignmentError(f"{_PACKAGE} is not installed here; run pip install .") from error
    return [line for line in declared if "extra ==" not in line]


def _settings(content: Content, limits: Limits) -> bytes:
    """course.toml with what grading needs and nothing else that a course may keep there."""
    lines = [
        "# Made by `autograder build` from the course's own course.toml.",
        f"title = {json.dumps(content.course.title, ensure_ascii=False)}",
        "# Of the hidden inputs: a file handed in twice gets the same score, not a second draw.",
        f"seed = {int(content.version[:15], 16)}",
        "",
        "[limits]",
        *(f"{name} = {value}" for name, value in dataclasses.asdict(limits).items()),
    ]
    return "\n".join([*lines, ""]).encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AssignmentError(f"{path} can't be read ({error.strerror}): restore it") from error
