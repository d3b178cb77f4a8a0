"""Where a question's matter is treated: the lectures that course.toml names, by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError
from autograder.policy.keys import meant, read_keys, table, text


@dataclass(frozen=True, slots=True)
class Reading:
    """A section of a lecture."""

    title: str
    """The lecture's."""
    section: str
    url: str = ""
    """Of the lecture; "" if it is nowhere to be opened."""


def readings(
    settings: Mapping[str, Any], path: Path, asked: Mapping[str, tuple[str, str] | None]
) -> dict[str, Reading]:
    """What to read about each question.

    Args:
        settings: what course.toml holds; without a table [lectures] nothing is said.
        path: of course.toml.
        asked: by question the lecture's key and the section, or None.

    Raises:
        AssignmentError: the table can't be read, or a question names a lecture that it lacks.
    """
    if "lectures" not in settings:
        return {}
    try:
        listed = table(settings["lectures"])
    except TypeError as error:
        raise AssignmentError(f"{path} lectures: {error}") from None
    known = {}
    for key, value in listed.items():
        place = f"{path} [lectures] {key}"
        try:
            said = read_keys(place, table(value), {"title": text, "url": _address})
        except TypeError as error:
            raise AssignmentError(f"{place}: {error}") from None
        if "title" not in said:
            raise AssignmentError(f'{place} has no title; write title = "…"')
        known[key] = said
    found = {}
    for question, at in asked.items():
        if at is None:
            continue
        key, section = at
        if key not in known:
            raise AssignmentError(
                f"{path} [lectures] has no {key}, which {question} names; {meant(key, known)}"
            )
        found[question] = Reading(known[key]["title"], section, known[key].get("url", ""))
    return found


def _address(value: Any) -> str:
    address = text(value)
    if not address.startswith(("https://", "http://")):
        raise ValueError("write an address that begins with https://")
    return address
