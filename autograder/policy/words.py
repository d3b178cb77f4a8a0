"""The numbers and dates of a grade's steps, as a student reads them; hundredths throughout."""

from __future__ import annotations

from datetime import datetime, timedelta

from autograder.verdict import written


def half_up(numerator: int, denominator: int) -> int:
    """A quotient as a whole number, a half upwards: the one rounding in all of a grade.

    Args:
        numerator: not below 0.
        denominator: above 0.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def share(percent: int, points: int) -> int:
    """So much of some points, in hundredths of a point.

    Args:
        percent: hundredths of a percent.
        points: hundredths of a point.
    """
    return half_up(percent * points, 10_000)


def points(hundredths: int) -> str:
    """With its noun: "1 point", "13.5 points"."""
    return f"{written(hundredths)} {'point' if hundredths == 100 else 'points'}"


def counted(count: int, noun: str) -> str:
    """With its noun: "1 day", "2 days"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def date(when: datetime) -> str:
    """Write as "Thu 19 Nov 2026, 21:14", in English under any locale, with seconds if any."""
    day = "MonTueWedThuFriSatSun"[3 * when.weekday() :][:3]
    month = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * (when.month - 1) :][:3]
    clock = f"{when:%H:%M:%S}" if when.second else f"{when:%H:%M}"
    return f"{day} {when.day} {month} {when.year}, {clock}"


def duration(days: int, rest: timedelta) -> str:
    """Days of the calendar and what is beyond them: "1 day 2 h 11 min"."""
    minutes, seconds = divmod(round(rest.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        (days, counted(days, "day")),
        (hours, f"{hours} h"),
        (minutes, f"{minutes} min"),
        (seconds, f"{seconds} s"),
    ]
    return " ".join(text for amount, text in parts if amount) or "less than a second"
