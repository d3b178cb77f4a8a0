"""The keys of course.toml: what each may hold, and one line on what to write where it doesn't."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from autograder.errors import AssignmentError

Reader = Callable[[Any], Any]
"""The value a key stands for; raises TypeError or ValueError with what to write."""

MOST = 10_000
"""No count of days, minutes or assignments is larger: a slip of the finger is."""


def read_keys(
    place: str, table: Mapping[str, Any], readers: Mapping[str, Reader]
) -> dict[str, Any]:
    """The values of a table.

    Args:
        place: the file and the table, as messages name it.
        table: as TOML has it.
        readers: each key there may be.

    Raises:
        AssignmentError: a key is unknown, or holds what it can't.
    """
    read = {}
    for key, value in table.items():
        if key not in readers:
            raise AssignmentError(f"{place} {key} is not known; {meant(key, readers)}")
        try:
            read[key] = readers[key](value)
        except (TypeError, ValueError) as error:
            raise AssignmentError(f"{place} {key} = {_shown(value)}: {error}") from None
    return read


def meant(name: str, known: Iterable[str], such_as: str = "") -> str:
    """What somebody may have meant who wrote an unknown name.

    Args:
        name: what they wrote.
        known: what there is.
        such_as: an example, where there are too many to list.
    """
    names = sorted(known)
    if close := get_close_matches(name, names, n=1):
        return f"did you mean {close[0]}?"
    if such_as or not names:
        return f"write one such as {such_as}" if such_as else "take it out: there is none"
    return f"write {names[0]}" if len(names) == 1 else f"write one of {', '.join(names)}"


def whole(value: Any) -> int:
    """A count."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise ValueError(f"write a whole number from 0 to {MOST}")
    return value


def hundredths(low: int, high: int) -> Reader:
    """A number with at most two decimals, as integer hundredths."""

    def read(value: Any) -> int:
        if not isinstance(value, bool) and isinstance(value, int | float) and low <= value <= high:
            exact = Decimal(str(value)) * 100
            if exact == int(exact):
                return int(exact)
        raise ValueError(f"write a number from {low} to {high} with at most two decimals")

    return read


def one_of(*choices: str) -> Reader:
    """One of some words."""

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"write {' or '.join(map(repr, choices))}")
        return str(value)

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise TypeError("write true or false")
    return value


def text(value: Any) -> str:
    """Some text."""
    if not isinstance(value, str) or not value:
        raise ValueError("write a text in quotes")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts, none twice."""
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ValueError('write a list of texts, such as ["iwae_bound"]')
    if len(set(value)) < len(value):
        raise ValueError("it names one twice; take one out")
    return tuple(value)


def table(value: Any) -> dict[str, Any]:
    """A table."""
    if not isinstance(value, dict):
        raise TypeError("write it as a [table]")
    return value


def misplaced(home: str) -> Reader:
    """Nothing, as the key belongs elsewhere."""

    def read(_: Any) -> None:
        raise ValueError(f"it holds for the whole course; move it to {home}")

    return read


def moment(value: Any) -> datetime:
    """A date with a time, with or without an offset."""
    if not isinstance(value, datetime):
        raise TypeError("write date and time without quotes, such as 2026-10-12T23:59:00")
    if not 2000 <= value.year < 2200:
        raise ValueError("mend the year")
    return value


def _shown(value: Any) -> str:
    """A value of TOML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    shown = str(value) if isinstance(value, date) else repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
