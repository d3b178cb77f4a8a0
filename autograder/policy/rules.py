"""The rules a course grades by, as course.toml states them.

    timezone = "America/New_York"     # IANA; default UTC
    [policy]
    grace_minutes = 15                # late by no more than this is not late
    late_percent = 10                 # of the points possible, for each started day
    late_floor_percent = 50           # lateness takes no grade below this share of them
    slip_days = 4                     # for the whole course
    slip_days_each = 2                # at most on one assignment
    attempt = "last"                  # or "best"
    accept_days = 7                   # later than this is not accepted; absent: no end
    drop_lowest = 1                   # assignments
    cap_percent = 105                 # with bonus no grade is above this share; default 100
    extensions = "extensions.csv"     # relative to course.toml, see `dues`
    [assignments.hw04]
    due = 2026-10-12T23:59:00         # absent: never late
    weight = 1                        # in the course total
    bonus = ["iwae_bound"]            # points on top of the points possible
    groups = true                     # one member hands in for all
    [assignments.hw04.sections.B]
    due = 2026-10-14T23:59:00

What is absent takes nothing off. An assignment may set a key of [policy] for itself, except those
of the whole course: slip_days, drop_lowest and extensions. Numbers have at most two decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from autograder.errors import AssignmentError

from . import keys
from .clock import moment, oddity


@dataclass(frozen=True)
class AssignmentRules:
    """How one assignment is graded. Percents, points and weights are integer hundredths."""

    slug: str
    questions: Mapping[str, int]
    """Points of each question; empty while nobody's work on it has been graded."""
    due: datetime | None = None
    sections: Mapping[str, datetime] = field(default_factory=dict)
    """When it is due in a section where that differs."""
    weight: int = 100
    bonus: tuple[str, ...] = ()
    groups: bool = False
    grace_minutes: int = 0
    late_percent: int = 0
    late_floor_percent: int = 0
    slip_days_each: int | None = None
    attempt: str = "last"
    accept_days: int | None = None
    cap_percent: int = 100_00

    @cached_property
    def possible(self) -> int:
        """The points possible: of all questions but the bonus."""
        return sum(most for name, most in self.questions.items() if name not in self.bonus)

    @property
    def grace(self) -> timedelta:
        """Late by no more than this is not late."""
        return timedelta(minutes=self.grace_minutes)


@dataclass(frozen=True, slots=True)
class Rules:
    """How a course is graded."""

    file: Path
    """Its course.toml, for messages."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    assignments: tuple[AssignmentRules, ...] = ()
    """In order of when they are due, those without a due time last."""
    slip_days: int = 0
    drop_lowest: int = 0
    extensions: Path | None = None
    notes: tuple[str, ...] = ()
    """How a due time was read that doesn't exist or comes twice."""


_TERMS: dict[str, keys.Reader] = {
    "grace_minutes": keys.whole,
    "late_percent": keys.hundredths(0, 100),
    "late_floor_percent": keys.hundredths(0, 100),
    "slip_days_each": keys.whole,
    "attempt": keys.one_of("last", "best"),
    "accept_days": keys.whole,
    "cap_percent": keys.hundredths(100, 1000),
}
_OF_THE_COURSE: dict[str, keys.Reader] = {
    "slip_days": keys.whole,
    "drop_lowest": keys.whole,
    "extensions": keys.text,
}
_OF_AN_ASSIGNMENT: dict[str, keys.Reader] = {
    "due": keys.moment,
    "weight": keys.hundredths(0, 1000),
    "bonus": keys.texts,
    "groups": keys.flag,
    "sections": keys.table,
}


def read_rules(
    settings: Mapping[str, Any], file: Path, questions: Mapping[str, Mapping[str, int]]
) -> Rules:
    """The rules that a course.toml states.

    Args:
        settings: the file as TOML; what doesn't concern grades is passed over.
        file: where it is, for messages and to find the extensions.
        questions: the points (hundredths) of each question of every assignment of the course; {}
            for an assignment of which nothing has been graded, which is then left out of grades.

    Raises:
        AssignmentError: a key is unknown or holds what it can't; the message names it.
    """
    zone = _zone(settings, file)
    tables = {name: settings[name] for name in ("policy", "assignments") if name in settings}
    tables = keys.read_keys(str(file), tables, dict.fromkeys(tables, keys.table))
    policy = keys.read_keys(f"{file} [policy]", tables.get("policy", {}), _TERMS | _OF_THE_COURSE)
    course = {key: policy.pop(key) for key in _OF_THE_COURSE if key in policy}
    if "extensions" in course:
        course["extensions"] = file.parent / course["extensions"]
    named = keys.read_keys(
        f"{file} [assignments]",
        tables.get("assignments", {}),
        dict.fromkeys(questions, keys.table),
    )
    notes: list[str] = []
    assignments = []
    for slug, points in questions.items():
        place = f"{file} [assignments.{slug}"
        own, odd = _of_an_assignment(place, named.get(slug, {}), zone)
        assignments.append(AssignmentRules(slug, points, **{**policy, **own}))
        _check_bonus(place, assignments[-1])
        notes += odd
    return Rules(file, zone, tuple(sorted(assignments, key=_order)), notes=tuple(notes), **course)


def _zone(settings: Mapping[str, Any], file: Path) -> ZoneInfo:
    """The course's time zone; a name much like those of our tables is one misspelt."""
    known = ("timezone", "policy", "assignments")
    for name in settings.keys() - {*known}:
        if close := get_close_matches(name, known, n=1, cutoff=0.8):
            raise AssignmentError(f"{file} {name} is not known; did you mean {close[0]}?")
    name = settings.get("timezone", "UTC")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, AttributeError, OSError):
        hint = keys.meant(str(name), available_timezones(), such_as="Europe/Berlin")
        raise AssignmentError(f"{file} timezone = {name!r} is not known; {hint}") from None


def _of_an_assignment(
    place: str, table: Mapping[str, Any], zone: ZoneInfo
) -> tuple[dict[str, Any], list[str]]:
    """What a table [assignments.SLUG] says, and what is odd about its due times.

    Args:
        place: the file and "[assignments.SLUG", without the bracket that closes it.
        table: as TOML has it.
        zone: the course's.
    """
    elsewhere = dict.fromkeys(_OF_THE_COURSE, keys.misplaced("[policy]"))
    own = keys.read_keys(f"{place}]", table, _TERMS | _OF_AN_ASSIGNMENT | elsewhere)
    dues = {f"{place}]": own["due"]} if "due" in own else {}
    named = own.get("sections", {})
    tables = keys.read_keys(f"{place}.sections]", named, dict.fromkeys(named, keys.table))
    own["sections"] = {}
    for section, told in tables.items():
        inside = f"{place}.sections.{section}]"
        said = keys.read_keys(inside, told, {"due": keys.moment})
        if not said:
            raise AssignmentError(f"{inside} says nothing; give it a due time or take it out")
        dues[inside] = said["due"]
        own["sections"][section] = moment(said["due"], zone)
    if "due" in own:
        own["due"] = moment(own["due"], zone)
    odd = [f"{where} due: {how}" for where, due in dues.items() if (how := oddity(due, zone))]
    return own, odd


def _check_bonus(place: str, rules: AssignmentRules) -> None:
    """Bonus questions are there, and not all there is."""
    if not rules.questions:
        return
    for name in rules.bonus:
        if name not in rules.questions:
            hint = keys.meant(name, rules.questions)
            raise AssignmentError(f"{place}] bonus: there is no question {name!r}; {hint}")
    if rules.possible <= 0:
        raise AssignmentError(f"{place}] bonus leaves no points possible; take a question out")


def _order(rules: AssignmentRules) -> tuple[bool, float, str]:
    """When it is due first, then its slug."""
    dues = [due.timestamp() for due in (rules.due, *rules.sections.values()) if due is not None]
    return not dues, min(dues, default=0.0), rules.slug
