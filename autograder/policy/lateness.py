"""How late a file was handed in, in days and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from . import clock
from .words import counted, date, duration


@dataclass(frozen=True, slots=True)
class Due:
    """When an assignment is due for one student."""

    zone: ZoneInfo
    """The course's."""
    at: datetime | None = None
    """In that zone; None: never late."""
    grace: timedelta = timedelta()
    """Late by no more than this is not late."""
    extended: bool = False
    """Whether that is by an extension of the student's own."""

    def days_late(self, at: datetime | None, *, flagged: bool = False) -> int:
        """Days late, each that has started.

        Args:
            at: when it was handed in; None if nobody says.
            flagged: whether the platform calls it late. Where the time is known, that decides;
                where it isn't, this is one day, unless the student has an extension, of which the
                platform may not know.
        """
        if self.at is None:
            return 0
        if at is None:
            return int(flagged and not self.extended)
        return clock.days_late(at, self.at, self.grace)

    def words(self, at: datetime | None, *, flag: bool | None) -> str:
        """When it was handed in and how late that is.

        Args:
            at: None if nobody says.
            flag: whether the platform calls it late; None if it doesn't say.
        """
        if at is None:
            return self._without_a_time(flag=flag)
        handed_in = f"Handed in {date(at.astimezone(self.zone).replace(second=0))}"
        if self.at is None:
            return f"{handed_in}; no due time"
        if clock.passed(self.at, 0, at) <= timedelta():
            return f"{handed_in}, on time (due {date(self.at)})"
        days = self.days_late(at)
        whole = days if clock.passed(self.at, days, at) >= timedelta() else days - 1
        after = f"{duration(whole, clock.passed(self.at, whole, at))} after {date(self.at)}"
        if days == 0:
            return f"{handed_in}, {after}, which is within the grace: not late"
        return f"{handed_in}, {counted(days, 'day')} late ({after})"

    def _without_a_time(self, *, flag: bool | None) -> str:
        if flag is None:
            return "When it was handed in is not known: counted as on time"
        if not flag:
            return "On time, says the platform"
        if self.at is None:
            return "Late, says the platform; no due time: counted as on time"
        if self.extended:
            return (
                "Late, says the platform, which may not know of the extension: counted as on time"
            )
        return "Late, says the platform; by how much is not known: counted as 1 day"
