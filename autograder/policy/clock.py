"""Days late, by the clock on the wall of the course's time zone.

Work due on Saturday at 23:59 and handed in on Sunday at 23:58 is one day late, also where the
clocks changed between and the day had 23 or 25 hours: the first day late ends at 23:59 on Sunday.
Where the clock shows a time twice, or never, because of daylight saving, the later reading holds,
which is the student's favour.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=4096)  # a cohort shares its due times
def settle(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clock shows `wall`, the later one if there are two.

    Args:
        wall: without a time zone. A time that the clock skips is read as if it had not been
            changed yet: 02:30 on the morning on which 02:00 becomes 03:00 is 03:30.
        zone: the course's.
    """
    return max(_readings(wall, zone)).astimezone(zone)


def moment(when: datetime, zone: ZoneInfo) -> datetime:
    """A time as somebody wrote it, in the course's time zone unless it names an offset."""
    return settle(when, zone) if when.tzinfo is None else when.astimezone(zone)


def oddity(wall: datetime, zone: ZoneInfo) -> str:
    """What is odd about a time by the clock, and how it is read; "" if nothing is."""
    if wall.tzinfo is not None or len(set(_readings(wall, zone))) == 1:
        return ""
    read = settle(wall, zone)
    if read.replace(tzinfo=None) == wall:
        return f"{wall} comes twice in {zone.key} (daylight saving): read as the later one"
    return f"{wall} does not exist in {zone.key} (daylight saving): read as {read:%H:%M}"


def _readings(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    return [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]


def days_after(due: datetime, days: int) -> datetime:
    """The moment some days of the calendar after `due`, at the same time by the clock.

    Args:
        due: in the course's time zone, a ZoneInfo.
        days: 0 or more.
    """
    assert isinstance(due.tzinfo, ZoneInfo)
    if days == 0:
        return due
    return settle(due.replace(tzinfo=None) + timedelta(days=days), due.tzinfo)


def passed(due: datetime, days: int, at: datetime) -> timedelta:
    """How long `at` is after the end of so many days late; below 0 if it is before."""
    # In UTC: Python compares two times of one zone by the clock, which may have gone back.
    return at.astimezone(UTC) - days_after(due, days).astimezone(UTC)


def days_late(at: datetime, due: datetime, grace: timedelta) -> int:
    """Days late: each that has started counts, at its end with the same grace as at the due time.

    Args:
        at: when it was handed in, in any time zone.
        due: in the course's time zone.
        grace: by no more than this it is not late, nor has a further day started.
    """
    over = passed(due, 0, at) - grace
    if over <= timedelta():
        return 0
    days = max(1, over.days - 1)  # not over.days: a day of the calendar may have 25 hours
    while passed(due, days, at) > grace:
        days += 1
    return days
