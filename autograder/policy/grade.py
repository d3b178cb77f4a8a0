"""One student's grade on one assignment, as steps from the points earned to the points that count.

1. Earned: of the attempt that counts, bonus questions included.
2. Late: counted in days, see `clock`; slip days take days away again; each day left takes
   `late_percent` of the points possible, but nothing below `late_floor_percent` of them.
3. With bonus: no more than `cap_percent` of the points possible.

Work that came more than `accept_days` late, slip days or not, is as if it had not been handed in
where there is an earlier attempt, and has 0 points where there is none. Where groups hand in, each
member is graded on what any of them handed in, by their own due time and slip days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from autograder.people import Person
from autograder.verdict import Outcome, written

from .handed_in import HandedIn
from .lateness import Due
from .rules import AssignmentRules
from .words import counted, date, half_up, points, share


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a grade's arithmetic."""

    words: str
    change: int | None = None
    """Hundredths; None where the line only informs."""
    total: int | None = None
    """Hundredths after this line; None while they are not known."""


@dataclass(frozen=True, slots=True)
class Final:
    """One student's grade on one assignment."""

    points: int | None
    """Hundredths; None if not known yet: ungraded, or neither handed in nor due."""
    possible: int
    steps: tuple[Step, ...]
    """The first has the points earned, the last the grade."""
    slip_days: int = 0
    """How many are spent on it."""
    counts: HandedIn | None = None
    """The file graded; None if there is none."""
    days_late: int = 0
    """Of that file, before slip days."""
    late_points: int = 0
    """Hundredths that lateness took."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file, as it stands for one student."""

    handed: HandedIn
    by: str
    """Who handed it in, by name."""
    earned: int | None
    days: int
    """Late, before slip days."""
    accepted: bool


@dataclass(frozen=True, slots=True)
class Work:
    """All that one student, or their group, handed in for one assignment."""

    person: Person
    rules: AssignmentRules
    due: Due
    slip_days: int
    """At most on this assignment."""
    open: bool
    """Whether nothing was handed in and still could be, on time."""
    cases: tuple[Case, ...]
    """In the order in which they were handed in."""

    @classmethod
    def of(
        cls,
        person: Person,
        rules: AssignmentRules,
        due: Due,
        handed_in: Sequence[tuple[HandedIn, str]],
        *,
        slip_days: int,
        now: datetime,
    ) -> Self:
        """Put together what counts of one student and one assignment.

        Args:
            person: the student.
            rules: the assignment's.
            due: for this student.
            handed_in: each file and the name of who handed it in, in the order of grading.
            slip_days: of the whole course.
            now: decides whether a missing assignment is 0 already.
        """
        cases = []
        for handed, by in handed_in:
            days = due.days_late(handed.at, flagged=handed.late is True)
            accepted = rules.accept_days is None or days <= rules.accept_days
            cases.append(Case(handed, by, handed.earned(rules.questions), days, accepted))
        times = [handed.at.timestamp() for handed, _ in handed_in if handed.at is not None]
        if len(times) == len(cases):  # else the order of grading is the best there is
            cases = [cases[i] for i in sorted(range(len(cases)), key=times.__getitem__)]
        each = slip_days if rules.slip_days_each is None else rules.slip_days_each
        most, still_open = min(each, slip_days), not cases and not due.days_late(now)
        return cls(person, rules, due, most, still_open, tuple(cases))

    def points(self, slip_days: int) -> int | None:
        """Hundredths with so many slip days spent; None if not known yet."""
        if not self.cases:
            return None if self.open else 0
        return self._points(self._counting(slip_days), slip_days)

    def shares(self) -> list[int] | None:
        """What part of the points possible counts, with 0, 1, 2… slip days spent.

        In hundredths of a percent; None if not known yet.
        """
        days = max((case.days for case in self.cases if case.accepted), default=0)
        shares = []
        for spent in range(min(self.slip_days, days) + 1):
            reached = self.points(spent)
            if reached is None:
                return None
            shares.append(half_up(10_000 * reached, self.rules.possible))
        return shares

    def final(self, slip_days: int) -> Final:
        """The grade and its steps with so many slip days spent."""
        possible = self.rules.possible
        if not self.cases:
            reached = self.points(0)
            return Final(reached, possible, (Step(self._missing(), None, reached),))
        case = self._counting(slip_days)
        running = case.earned
        steps = [Step(_earned(case, self.rules), None, running)]
        for words, change in self._lines(case, slip_days):
            running = None if running is None else running + (change or 0)
            steps.append(Step(words, change, running))
        spent = 0 if running is None or not case.accepted else min(slip_days, case.days)
        taken = 0
        if case.earned is not None:
            off, back, _ = _changes(self.rules, case.earned, max(case.days - slip_days, 0))
            taken = -(off + back) if case.accepted else case.earned
        return Final(running, possible, tuple(steps), spent, case.handed, case.days, taken)

    def _counting(self, slip_days: int) -> Case:
        """The attempt that counts."""
        cases = self._eligible()
        if self.rules.attempt == "last":
            return cases[-1]
        for case in cases:
            if case.earned is None:
                return case  # it may be the best
        return max(cases, key=lambda case: self._points(case, slip_days) or 0)

    def _eligible(self) -> Sequence[Case]:
        """The attempts that were accepted; if none was, all."""
        return [case for case in self.cases if case.accepted] or self.cases

    def _points(self, case: Case, slip_days: int) -> int | None:
        if case.earned is None:
            return None
        if not case.accepted:
            return 0
        return case.earned + sum(_changes(self.rules, case.earned, max(case.days - slip_days, 0)))

    def _missing(self) -> str:
        if self.due.at is None:
            return "Nothing handed in; no due time"
        return f"Nothing handed in{' yet' if self.open else ''}; due {date(self.due.at)}"

    def _lines(self, case: Case, slip_days: int) -> Iterator[tuple[str, int | None]]:
        """(words, change) of each line after the points earned."""
        rules = self.rules
        if len(self.cases) > 1:
            which = next(i for i, one in enumerate(self.cases, 1) if one is case)
            only = " accepted" if len(self._eligible()) < len(self.cases) else ""
            yield f"Attempt {which} of {len(self.cases)}, the {rules.attempt}{only}", None
        if case.handed.student != self.person.student:
            yield f"Handed in by {case.by} for group {self.person.group}", None
        if self.due.extended and self.due.at is not None:
            yield f"Extension until {date(self.due.at)}", None
        handed = case.handed
        yield self.due.words(handed.at, flag=handed.late), None
        if case.earned is None:
            return
        if not case.accepted:
            days = rules.accept_days
            over = f"more than {counted(days, 'day')} late" if days else "late"
            yield f"Nothing is accepted {over}", -case.earned
            return
        left = max(case.days - slip_days, 0)
        if case.days > left:
            rest = f"{counted(left, 'day')} of lateness" if left else "no lateness"
            yield f"{counted(case.days - left, 'slip day')} spent, {rest} left", None
        elif case.days and self.slip_days:
            yield "No slip day spent here: that serves the course total best", None
        yield from _taken_off(rules, case.earned, left)


def _earned(case: Case, rules: AssignmentRules) -> str:
    if case.earned is None:
        return "Not graded yet, ours"
    if case.handed.outcome is Outcome.UNREADABLE:
        return "Unreadable"
    bonus = case.handed.earned(dict.fromkeys(rules.bonus, 0))
    return f"Earned, {points(bonus)} of it bonus" if bonus else "Earned"


def _taken_off(rules: AssignmentRules, earned: int, days: int) -> Iterator[tuple[str, int]]:
    """(words, change) for lateness and the cap, where they change anything."""
    possible = points(rules.possible)
    off, back, over = _changes(rules, earned, days)
    if off:
        yield f"{counted(days, 'day')} × {written(rules.late_percent)} % of {possible}", off
    if back:
        floor = rules.late_floor_percent
        least = f"{written(floor)} % of {possible}" if floor else "0 points"
        takes = "nothing off a" if earned < share(floor, rules.possible) else "no"
        yield f"Lateness takes {takes} grade below {least}", back
    if over:
        yield f"No grade is above {written(rules.cap_percent)} % of {possible}", over


def _changes(rules: AssignmentRules, earned: int, days: int) -> tuple[int, int, int]:
    """What so many days late take off, what the floor gives back of it, what the cap takes off."""
    off = share(days * rules.late_percent, rules.possible)
    least = min(earned, share(rules.late_floor_percent, rules.possible))
    back = max(least - (earned - off), 0)
    over = max(earned - off + back - share(rules.cap_percent, rules.possible), 0)
    return -off, back, -over
