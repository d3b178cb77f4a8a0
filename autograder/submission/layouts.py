"""Whose is what in a folder or an export: detected from how it is laid out.

The platforms' ways of naming, as seen in their exports and in their published sources:

- Gradescope, "Export submissions": a folder for each submission, and `submission_metadata.yml`,
  which says who they are of (several for a group).
- Canvas, "Download submissions" (app/models/abstract_assignment.rb reads the names again):
  `lovelaceada_LATE_<user>_<attachment>_<file>`, `anon_<id>_…` where marking is anonymous.
- Moodle, "Download all submissions" (mod/assign/feedback/file/importziplib.php reads them again):
  `Ada Lovelace_<participant>_assignsubmission_file_`, a folder or the start of a file's name.
- nbgrader: `submitted/<student>/<assignment>/`, with a `timestamp.txt`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from autograder.errors import SubmissionError
from autograder.people import Person

from .files import Entry, bare, is_zip


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a part of what was handed in is; several persons for a group's."""

    persons: tuple[Person, ...]
    home: tuple[str, ...]
    """The names that stand for them at the top."""
    submitted_at: datetime | None = None
    late: bool | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How one path is laid out."""

    owner: Callable[[Entry], Owner | None]
    """None: nobody's."""
    name: str = ""
    """What a TA would call it; "" for plain folders."""
    owners: Collection[Owner] = field(default=())
    """Those that are known to be there, whatever they have handed in."""


def layout_of(entries: Sequence[Entry], slugs: Collection[str], *, in_zip: bool) -> Layout:
    """Detect how entries are laid out.

    Args:
        entries: everything below a path.
        slugs: names of assignments: a folder named so is never a student.
        in_zip: whether the path is a zip, in which one folder often holds all.

    Raises:
        SubmissionError: it is an export whose list of people can't be read.
    """
    for at, top in _levels(entries):
        for detect in (_gradescope, _moodle, _canvas, _nbgrader):
            found = detect(entries, at, top)
            if found is not None:
                return found
    return _plain(_unwrapped(entries, slugs) if in_zip else (), slugs)


def _levels(entries: Sequence[Entry]) -> Iterator[tuple[tuple[str, ...], dict[str, Entry]]]:
    """(where, the entries there by name) of the top, and below it as long as one folder has all."""
    at: tuple[str, ...] = ()
    while True:
        deep = len(at)
        top = {e.parts[deep]: e for e in entries if len(e.parts) == deep + 1}
        yield at, top
        if len(top) != 1 or next(iter(top.values())).file is not None:
            return
        at = (*at, next(iter(top)))
        entries = [e for e in entries if e.parts[: len(at)] == at]


def _unwrapped(entries: Sequence[Entry], slugs: Collection[str]) -> tuple[str, ...]:
    """The folder in which all students of a zip are: the only one, with several things in it."""
    levels = [(at, top) for at, top in _levels(entries) if len(at) <= 1]
    if len(levels) < 2 or levels[1][0][0] in slugs:
        return ()
    at, top = levels[1]
    gradable = {e.parts[1] for e in entries if len(e.parts) > 1 and is_gradable(e)}
    students = [bare(name) for name in top if name in gradable and name not in slugs]
    return at if len(set(students)) > 1 else ()


def is_gradable(entry: Entry) -> bool:
    """Whether it is a file that can be a submission: a notebook, a script, a zip that is broken."""
    return entry.file is not None and entry.parts[-1].lower().endswith((".ipynb", ".py", ".zip"))


def _plain(at: tuple[str, ...], slugs: Collection[str]) -> Layout:
    """A folder a student, or a file a student."""

    def owner(entry: Entry) -> Owner | None:
        for deep, name in enumerate(entry.folders, 1):
            if deep > len(at) and name not in slugs and bare(name) not in slugs:
                return Owner((Person(shown(bare(name))),), entry.parts[:deep])
        if entry.file is None or not is_gradable(entry):
            return None
        name, _, _ = entry.parts[-1].rpartition(".")
        return Owner((Person(shown(name or entry.parts[-1])),), entry.parts)

    return Layout(owner)


def _by_name(
    at: tuple[str, ...], owners: Mapping[str, Owner], name: str, *, sure: bool = False
) -> Layout:
    """What lies at `at` under a name is its owner's."""

    def owner(entry: Entry) -> Owner | None:
        if len(entry.parts) <= len(at) or entry.parts[: len(at)] != at:
            return None
        return owners.get(entry.parts[len(at)])

    return Layout(owner, name, tuple(owners.values()) if sure else ())


# Gradescope

_METADATA = "submission_metadata.yml"


def _gradescope(
    entries: Sequence[Entry], at: tuple[str, ...], top: Mapping[str, Entry]
) -> Layout | None:
    metadata = top.get(_METADATA)
    if metadata is None or metadata.file is None:
        return None
    owners = {}
    for name, said in _submissions(metadata).items():
        submitters = said.get(":submitters")
        persons = tuple(
            _submitter(entry, shown(str(name)))
            for entry in (submitters if isinstance(submitters, list) else [])
            if isinstance(entry, dict)
        )
        when = said.get(":created_at")
        submitted_at = when if isinstance(when, datetime) else None
        if submitted_at is not None and submitted_at.tzinfo is None:
            submitted_at = submitted_at.replace(tzinfo=UTC)
        home = (*at, str(name))
        owners[str(name)] = Owner(persons or (Person(shown(str(name))),), home, submitted_at)
    for name, entry in top.items():  # a folder that the list leaves out
        if entry.file is None:
            owners.setdefault(name, Owner((Person(shown(name)),), entry.parts))
    return _by_name(at, owners, "Gradescope's export", sure=True)


def _submitter(said: Mapping[str, Any], folder: str) -> Person:
    name, email, sid = (str(said.get(key) or "") for key in (":name", ":email", ":sid"))
    return Person(email or sid or name or folder, name=name, email=email, id=sid)


def _submissions(entry: Entry) -> dict[Any, dict[str, Any]]:
    """The submissions of a submission_metadata.yml, by folder."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Knows no tags: results in the file may hold some of Ruby's."""

    Loader.add_multi_constructor("!", lambda *_: None)
    assert entry.file is not None
    shown_path = shown("/".join(entry.parts))
    try:
        # Not yaml.safe_load: this is that, but for the tags.
        found = yaml.load(entry.file.read(), Loader=Loader)  # noqa: S506
    except (SubmissionError, yaml.YAMLError, ValueError, RecursionError) as error:
        line = str(error).split("\n", 1)[0]
        raise SubmissionError(
            f"{shown_path} can't be read ({line}); download the export again"
        ) from None
    if not isinstance(found, dict):
        raise SubmissionError(f"{shown_path} lists no submissions; download the export again")
    return {name: said for name, said in found.items() if isinstance(said, dict)}


# Moodle

_MOODLE = re.compile(
    r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_.*)?", re.DOTALL
)


def _moodle(
    entries: Sequence[Entry], at: tuple[str, ...], top: Mapping[str, Entry]
) -> Layout | None:
    found = {name: match for name in top if (match := _MOODLE.fullmatch(name))}
    if not found or not _all_of(entries, at, found):
        return None
    numbers: dict[str, set[str]] = defaultdict(set)
    for match in found.values():
        numbers[match["name"]].add(match["id"])
    owners = {}
    for name, match in found.items():
        student = whole = match["name"]
        if len(numbers[whole]) > 1:  # the number is another in each assignment
            student = f"{whole} ({match['id']})"
        person = Person(shown(student), name=shown(whole), moodle_id=match["id"])
        owners[name] = Owner((person,), (*at, name))
    return _by_name(at, owners, "Moodle's download of submissions")


# Canvas

_CANVAS = re.compile(
    r"(?P<name>[^_].*?)(?P<late>_LATE)?_(?P<user>\d+)_(?:(?P<file>\d+)_.+|text\.html|link\.html)",
    re.DOTALL,
)
_CANVAS_ANONYMOUS = re.compile(
    r"(?P<name>anon_(?P<user>[A-Za-z0-9]+))(?P<late>_LATE)?"
    r"_(?:(?P<file>\d+)_.+|text\.html|link\.html)",
    re.DOTALL,
)


def _canvas(
    entries: Sequence[Entry], at: tuple[str, ...], top: Mapping[str, Entry]
) -> Layout | None:
    found: dict[str, re.Match[str]] = {}
    for name in top:
        match = _CANVAS_ANONYMOUS.fullmatch(name) or _CANVAS.fullmatch(name)
        if match:
            found[name] = match
    names: dict[str, set[str]] = defaultdict(set)
    attachments = [match["file"] for match in found.values() if match["file"]]
    for match in found.values():
        names[match["user"]].add(match["name"])
    # Dates look like these numbers, but then several people have the same.
    alike = any(len(people) > 1 for people in names.values())
    if not found or alike or len(set(attachments)) < len(attachments):
        return None
    if any(entry.file is None and not is_zip(name) for name, entry in top.items()):
        return None
    if not _all_of(entries, at, found):
        return None
    owners = {}
    for name, match in found.items():
        if match["name"].startswith("anon_"):
            person = Person(shown(match["name"]))
        else:
            student = f"{match['name']}_{match['user']}"
            person = Person(shown(student), name=shown(match["name"]), canvas_id=match["user"])
        owners[name] = Owner((person,), (*at, name), late=match["late"] is not None)
    return _by_name(at, owners, "Canvas's download of submissions")


def _all_of(entries: Sequence[Entry], at: tuple[str, ...], named: Collection[str]) -> bool:
    """Whether everything gradable lies under one of these names."""
    deep = len(at)
    return all(e.parts[deep] in named for e in entries if len(e.parts) > deep and is_gradable(e))


# nbgrader

_BESIDE = {"source", "release", "autograded", "feedback", "gradebook.db", "nbgrader_config.py"}


def _nbgrader(
    entries: Sequence[Entry], at: tuple[str, ...], top: Mapping[str, Entry]
) -> Layout | None:
    if at and at[-1] == "submitted":
        below = at
    elif "submitted" in top and _BESIDE.intersection(top):
        below = (*at, "submitted")
    else:
        return None
    stamps = {
        entry.parts[:-1]: when
        for entry in entries
        if entry.parts[-1] == "timestamp.txt" and (when := _timestamp(entry)) is not None
    }

    def owner(entry: Entry) -> Owner | None:
        deep = len(below)
        if len(entry.parts) <= deep + (entry.file is not None) or entry.parts[:deep] != below:
            return None
        home = entry.parts[: deep + 1]
        person = Person(shown(home[-1]))
        return Owner((person,), home, stamps.get(entry.parts[: deep + 2]))

    return Layout(owner, "nbgrader's folders")


def _timestamp(entry: Entry) -> datetime | None:
    """`2026-11-01 15:58:23.948203 America/Los_Angeles`, as nbgrader writes it."""
    assert entry.file is not None
    try:
        day, clock, zone = entry.file.read()[:200].decode().split()
        return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo(zone))
    except (SubmissionError, ValueError, OSError, KeyError):  # an unknown zone is a KeyError
        return None


def shown(name: str) -> str:
    """A file name as text that can be written anywhere; a byte that isn't UTF-8 shows as hex."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
