"""From points and times to final grades: worked examples, each with its arithmetic, and laws."""

from __future__ import annotations

import itertools
import tomllib
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import AssignmentError
from autograder.people import Person
from autograder.policy import HandedIn, final_grades, read_dues, read_rules
from autograder.policy import rules as rules_module
from autograder.policy.clock import days_late
from autograder.policy.slips import allocate, dropped
from autograder.verdict import Attempt, CheckVerdict, Kind, Outcome, QuestionVerdict, Status

NEW_YORK = ZoneInfo("America/New_York")
FILE = Path("course.toml")
LATER = datetime(2027, 6, 1, tzinfo=UTC)
ADA = Person("ada", name="Ada Lovelace", email="ada@uni.edu", id="17")
POINTS = {"main": 80_00, "rest": 20_00}


def rules_of(text, questions=("hw",), file=FILE):
    """The rules of a course in New York whose assignments have 100 points, 20 of them in `rest`."""
    settings = tomllib.loads('timezone = "America/New_York"\n' + text)
    return read_rules(settings, file, dict.fromkeys(questions, POINTS))


def ny(text):
    """A time in New York in 2026: "10-12 23:59"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=NEW_YORK)


def at(when, points, student="ada", hw="hw", **more):
    """A file that earned so many points: those of `main` first."""
    main = min(points, 80)
    return HandedIn(
        student,
        hw,
        {"main": round(100 * main), "rest": round(100 * (points - main))},
        at=ny(when) if isinstance(when, str) else when,
        **more,
    )


def grades(rules, *handed_in, people=(ADA,), now=LATER):
    return final_grades(rules, read_dues(rules, people), people, handed_in, now)


def changes(final):
    return [step.change / 100 for step in final.steps if step.change is not None]


def words(steps):
    return [step.words for step in steps]


DUE = "[assignments.hw]\ndue = 2026-10-12T23:59:00\n"
TEN = "[policy]\nlate_percent = 10\n" + DUE
FLOOR = "[policy]\nlate_percent = 10\nlate_floor_percent = 50\n" + DUE
GRACE = "[policy]\nlate_percent = 10\ngrace_minutes = 15\n" + DUE
ACCEPT = "[policy]\nlate_percent = 10\naccept_days = 2\n" + DUE
SLIP = "[policy]\nlate_percent = 10\nslip_days = 4\nslip_days_each = 2\n" + DUE
BEST = '[policy]\nlate_percent = 10\nattempt = "best"\n' + DUE
BONUS = DUE + 'bonus = ["rest"]\n'  # of 80 points, 20 more on top
CAP = "[policy]\ncap_percent = 105\n" + BONUS
LAST = "[policy]\nlate_percent = 10\n" + DUE
UNKNOWN = {"outcome": Outcome.UNGRADED}
UNREADABLE = {"outcome": Outcome.UNREADABLE}

ASSIGNMENT = [
    # no rules, no due time: the grade is the points
    ("", [at("10-20 12:00", 84.5)], 84.5, []),
    ("", [at(None, 84.5, late=True)], 84.5, []),
    # no late_percent: late, and nothing taken off
    (DUE, [at("10-20 12:00", 84.5)], 84.5, []),
    # to the second: 23:59:00 is on time, 23:59:01 is one day late: 84.5 − 10 % of 100
    (TEN, [at("10-12 23:59:00", 84.5)], 84.5, []),
    (TEN, [at("10-12 23:59:01", 84.5)], 74.5, [-10]),
    # each started day: 24 h are one day, 24 h 1 s are two: 84.5 − 2 × 10
    (TEN, [at("10-13 23:59:00", 84.5)], 74.5, [-10]),
    (TEN, [at("10-13 23:59:01", 84.5)], 64.5, [-20]),
    # lateness takes no grade below 0: 15 − 20 + 5
    (TEN, [at("10-14 02:10", 15)], 0, [-20, 5]),
    (TEN, [at("10-31 12:00", 90)], 0, [-190, 100]),
    # grace, to the second, at the due time and at the end of each day late
    (GRACE, [at("10-13 00:14:00", 80)], 80, []),
    (GRACE, [at("10-13 00:14:01", 80)], 70, [-10]),
    (GRACE, [at("10-14 00:14:00", 80)], 70, [-10]),
    (GRACE, [at("10-14 00:14:01", 80)], 60, [-20]),
    # the floor is 50: 64 − 20 = 44, which is given back up to 50
    (FLOOR, [at("10-14 12:00", 64)], 50, [-20, 6]),
    # the floor raises nothing: 30 − 10 = 20, given back up to 30
    (FLOOR, [at("10-13 12:00", 30)], 30, [-10, 10]),
    (FLOOR, [at("10-12 12:00", 30)], 30, []),
    # 12.5 % of 80 points possible for each of 3 days: 3 × 10
    (
        "[policy]\nlate_percent = 12.5\n" + BONUS,
        [at("10-15 12:00", 80)],
        50,
        [-30],
    ),
    # 2 days late are accepted, 3 are not
    (ACCEPT, [at("10-14 23:59:00", 70)], 50, [-20]),
    (ACCEPT, [at("10-14 23:59:01", 70)], 0, [-70]),
    ("[policy]\naccept_days = 0\n" + DUE, [at("10-13 00:00", 70)], 0, [-70]),
    # what is not accepted replaces nothing: the first, on time, counts
    (ACCEPT, [at("10-12 12:00", 60), at("10-20 12:00", 95)], 60, []),
    # slip days are of lateness: 2 of 3 days covered, 90 − 10
    (SLIP, [at("10-15 12:00", 90)], 80, [-10]),
    (SLIP, [at("10-14 12:00", 90)], 90, []),
    # what is not accepted is not saved by slip days
    ("[policy]\naccept_days = 1\nslip_days = 4\n" + DUE, [at("10-14 12:00", 90)], 0, [-90]),
    # the last attempt counts, also where it is worse: 90 on time, then 95 − 10
    (TEN, [at("10-12 12:00", 90), at("10-13 12:00", 95)], 85, [-10]),
    (BEST, [at("10-12 12:00", 90), at("10-13 12:00", 95)], 90, []),
    # best after lateness: 70 on time against 95 − 10
    (BEST, [at("10-12 12:00", 70), at("10-13 12:00", 95)], 85, [-10]),
    # in the order of handing in, whatever the order of grading
    (LAST, [at("10-12 13:00", 60), at("10-12 12:00", 70)], 60, []),
    # one time is not known: in the order of grading
    (LAST, [at("10-12 13:00", 60), at(None, 70)], 70, []),
    # bonus on top: 75 + 15 of 80 possible is 90, and no grade is above 80
    (BONUS, [at("10-12 12:00", 95)], 80, [-15]),
    # 105 % of 80 is 84: 80 + 15 − 11
    (CAP, [at("10-12 12:00", 95)], 84, [-11]),
    (CAP, [at("10-12 12:00", 83)], 83, []),
    # lateness first, the cap after it: 100 − 10 % of 80 = 92, no more than 84
    (
        "[policy]\nlate_percent = 10\ncap_percent = 105\n" + BONUS,
        [at("10-13 12:00", 100)],
        84,
        [-8, -8],
    ),
    # not graded yet is not 0, also where it came too late, or may be the best
    (TEN, [at("10-12 12:00", 90, **UNKNOWN)], None, []),
    (TEN, [HandedIn("ada", "hw", {"main": 10_00, "rest": None})], None, []),
    (ACCEPT, [at("10-30 12:00", 90, **UNKNOWN)], None, []),
    (BEST, [at("10-12 12:00", 90), at("10-12 13:00", 0, **UNKNOWN)], None, []),
    (BEST + "accept_days = 1\n", [at("10-12 12:00", 90), at("10-20 13:00", 0, **UNKNOWN)], 90, []),
    (LAST, [at("10-12 12:00", 90, **UNKNOWN), at("10-12 13:00", 40)], 40, []),
    # unreadable is 0, and the last if it is
    (LAST, [at("10-12 12:00", 90), at("10-12 13:00", 0, **UNREADABLE)], 0, []),
    (BEST, [at("10-12 12:00", 90), at("10-12 13:00", 0, **UNREADABLE)], 90, []),
    # no time: late says the platform, counted as one day; else on time
    (TEN, [at(None, 90, late=True)], 80, [-10]),
    (TEN, [at(None, 90, late=False)], 90, []),
    (TEN, [at(None, 90)], 90, []),
    # the time is known: it decides, not the platform
    (TEN, [at("10-12 12:00", 90, late=True)], 90, []),
    # a key of [policy] may differ for one assignment: 5 instead of 10 %
    (TEN + "late_percent = 5\n", [at("10-13 12:00", 90)], 85, [-5]),
    # leap day: due on 28 Feb 2028, handed in on 29 Feb is one day late, on 1 March two
    (
        TEN.replace("2026-10-12", "2028-02-28"),
        [at(datetime(2028, 2, 29, 23, 59, tzinfo=NEW_YORK), 90)],
        80,
        [-10],
    ),
    (
        TEN.replace("2026-10-12", "2028-02-28"),
        [at(datetime(2028, 3, 1, 23, 59, tzinfo=NEW_YORK), 90)],
        70,
        [-20],
    ),
    # nothing handed in: 0 once it was due
    (TEN, [], 0, []),
    ("", [], None, []),
    (TEN.replace("2026", "2027").replace("-10-", "-07-"), [], None, []),
]


@pytest.mark.parametrize(("text", "handed_in", "points", "expected"), ASSIGNMENT)
def test_worked_examples(text, handed_in, points, expected):
    final = grades(rules_of(text), *handed_in)["ada"].finals["hw"]
    assert (final.points if final.points is None else final.points / 100) == points
    assert changes(final) == expected
    assert final.steps[-1].total == final.points
    if points is not None:
        assert final.steps[0].total + sum(100 * c for c in changes(final)) == final.points


def test_halves_of_a_hundredth_are_rounded_up():
    # 1 % of 10.50 points is 0.105, taken off as 0.11: 10.50 − 0.11
    text = "[policy]\nlate_percent = 1\n" + DUE
    rules = read_rules(tomllib.loads(text), FILE, {"hw": {"main": 10_50}})
    late = HandedIn("ada", "hw", {"main": 10_50}, at=datetime(2026, 10, 13, 12, tzinfo=UTC))
    assert grades(rules, late)["ada"].finals["hw"].points == 10_39


def test_the_steps_as_a_student_reads_them():
    text = "[policy]\nlate_percent = 20\nlate_floor_percent = 50\nslip_days = 1\n" + DUE
    final = grades(rules_of(text), at("10-15 02:10", 64.5))["ada"].finals["hw"]
    assert [(step.words, step.change, step.total) for step in final.steps] == [
        ("Earned", None, 64_50),
        (
            "Handed in Thu 15 Oct 2026, 02:10, 3 days late "
            "(2 days 2 h 11 min after Mon 12 Oct 2026, 23:59)",
            None,
            64_50,
        ),
        ("No slip day spent here: that serves the course total best", None, 64_50),
        ("3 days × 20 % of 100 points", -60_00, 4_50),
        ("Lateness takes no grade below 50 % of 100 points", 45_50, 50_00),
    ]


@pytest.mark.parametrize(
    ("text", "handed_in", "said"),
    [
        (TEN, at("10-12 21:14:20", 9), "Handed in Mon 12 Oct 2026, 21:14, on time (due Mon 12 Oct"),
        (TEN, at("10-12 23:59:01", 9), "1 day late (1 s after Mon 12 Oct 2026, 23:59)"),
        (GRACE, at("10-13 00:10", 9), "11 min after Mon 12 Oct 2026, 23:59, which is within the g"),
        (GRACE, at("10-14 00:10", 9), "1 day late (1 day 11 min after Mon 12 Oct 2026, 23:59)"),
        ("", at("10-13 00:10", 9), "Handed in Tue 13 Oct 2026, 00:10; no due time"),
        ("", at(None, 9, late=True), "Late, says the platform; no due time: counted as on time"),
        (TEN, at(None, 9, late=True), "by how much is not known: counted as 1 day"),
        (TEN, at(None, 9, late=False), "On time, says the platform"),
        (TEN, at(None, 9), "When it was handed in is not known: counted as on time"),
        (SLIP, at("10-15 12:00", 90), "2 slip days spent, 1 day of lateness left"),
        (SLIP, at("10-13 12:00", 90), "1 slip day spent, no lateness left"),
        (ACCEPT, at("10-20 12:00", 90), "Nothing is accepted more than 2 days late"),
        (FLOOR, at("10-13 12:00", 30), "Lateness takes nothing off a grade below 50 % of 100 p"),
        (TEN, at("10-14 12:00", 3), "Lateness takes no grade below 0 points"),
        (CAP, at("10-12 12:00", 95), "Earned, 15 points of it bonus"),
        (CAP, at("10-12 12:00", 95), "No grade is above 105 % of 80 points"),
        (TEN, at("10-12 12:00", 95, **UNKNOWN), "Not graded yet, ours"),
        (TEN, at("10-12 12:00", 95, **UNREADABLE), "Unreadable"),
        (TEN, at("10-12 12:00", 95, hw="other"), "Nothing handed in; due Mon 12 Oct 2026, 23:59"),
    ],
)
def test_words(text, handed_in, said):
    final = grades(rules_of(text), handed_in)["ada"].finals["hw"]
    assert any(said in step.words for step in final.steps), words(final.steps)


def test_which_attempt_counts_is_said():
    best = grades(rules_of(BEST), at("10-12 12:00", 90), at("10-12 13:00", 90))["ada"].finals["hw"]
    assert "Attempt 1 of 2, the best" in words(best.steps)  # of equals the earlier
    last = grades(rules_of(ACCEPT), at("10-12 12:00", 60), at("10-20 12:00", 95))["ada"]
    assert "Attempt 1 of 2, the last accepted" in words(last.finals["hw"].steps)
    assert last.finals["hw"].counts.at == ny("10-12 12:00")


@pytest.mark.parametrize(
    ("zone", "due", "handed_in", "days"),
    [
        # New York, clocks back on 1 Nov 2026 at 02:00: that day has 25 hours
        ("America/New_York", "2026-10-31 23:59", "2026-11-01 23:59:00", 1),  # 25 h later
        ("America/New_York", "2026-10-31 23:59", "2026-11-01 23:59:01", 2),
        ("America/New_York", "2026-10-31 12:00", "2026-11-01 11:59:59", 1),
        # New York, clocks forward on 8 Mar 2026 at 02:00: that day has 23 hours
        ("America/New_York", "2026-03-07 23:59", "2026-03-08 23:58:00", 1),
        ("America/New_York", "2026-03-07 23:59", "2026-03-08 23:59:01", 2),  # 23 h 1 s later
        # Berlin, back on 25 Oct 2026 at 03:00, forward on 29 Mar 2026 at 02:00
        ("Europe/Berlin", "2026-10-24 23:59", "2026-10-25 23:59:00", 1),
        ("Europe/Berlin", "2026-10-24 23:59", "2026-10-25 23:59:01", 2),
        ("Europe/Berlin", "2026-03-28 23:59", "2026-03-29 23:59:00", 1),
        ("Europe/Berlin", "2026-03-28 23:59", "2026-03-29 23:59:01", 2),
        # a day late ends at 02:30, which comes twice in Berlin on 25 Oct: the later one holds
        ("Europe/Berlin", "2026-10-24 02:30", "2026-10-25 02:30:00+01:00", 1),
        ("Europe/Berlin", "2026-10-24 02:30", "2026-10-25 02:30:01+01:00", 2),
        # and which there is not on 29 Mar: an hour more
        ("Europe/Berlin", "2026-03-28 02:30", "2026-03-29 03:30:00", 1),
        ("Europe/Berlin", "2026-03-28 02:30", "2026-03-29 03:30:01", 2),
        # Samoa had no 30 Dec 2011: the day after the 29th ends with the 31st
        ("Pacific/Apia", "2011-12-29 23:59", "2011-12-31 23:59:00", 1),
    ],
)
def test_a_day_late_is_a_day_of_the_calendar(zone, due, handed_in, days):
    zone = ZoneInfo(zone)
    due = datetime.fromisoformat(due).replace(tzinfo=zone)
    moment = datetime.fromisoformat(handed_in)
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    assert days_late(moment.astimezone(UTC), due, timedelta()) == days


@pytest.mark.parametrize(
    ("due", "read", "note"),
    [
        ("2026-03-08T02:30:00", "2026-03-08T03:30:00-04:00", "does not exist in America/New_York"),
        ("2026-11-01T01:30:00", "2026-11-01T01:30:00-05:00", "comes twice in America/New_York"),
        ("2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-04:00", None),
        ("2026-10-13T05:59:00+02:00", "2026-10-12T23:59:00-04:00", None),
    ],
)
def test_a_due_time_is_read_in_the_students_favour(due, read, note):
    rules = rules_of(f"[assignments.hw]\ndue = {due}")
    assert rules.assignments[0].due.isoformat() == read
    assert [note in told for told in rules.notes] == ([True] if note else [])


# --- slip days, dropping and the course total -----------------------------------------------------

HW = ["hw1", "hw2", "hw3"]
"""Due on 1, 8 and 15 October at noon."""


def course(policy="", weights=(1, 1, 1)):
    tables = [
        f"[assignments.{hw}]\ndue = 2026-10-{1 + 7 * i:02d}T12:00:00\nweight = {weights[i]}\n"
        for i, hw in enumerate(HW)
    ]
    return rules_of(f"[policy]\n{policy}\n{''.join(tables)}", HW)


def days(hw, late, points, student="ada"):
    """Handed in so many days late, or an hour before it was due."""
    due = datetime(2026, 10, 1 + 7 * HW.index(hw), 12, tzinfo=NEW_YORK)
    return at(due + timedelta(days=late) if late else due - timedelta(hours=1), points, student, hw)


TOTALS = [
    # (90 + 80 + 70) ÷ 3
    ("", (1, 1, 1), [(0, 90), (0, 80), (0, 70)], 80, (0, 0, 0)),
    # (1 × 90 + 2 × 80 + 0.5 × 70) ÷ 3.5 = 285 ÷ 3.5 = 81.43
    ("", (1, 2, 0.5), [(0, 90), (0, 80), (0, 70)], 81.43, (0, 0, 0)),
    # weight 0 is practice: it neither counts nor is dropped: 90
    ("drop_lowest = 1", (1, 1, 0), [(0, 90), (0, 80), (0, 10)], 90, (0, 0, 0)),
    # not handed in is 0, and dropped as the lowest: (90 + 80) ÷ 2
    ("drop_lowest = 1", (1, 1, 1), [(0, 90), (0, 80), None], 85, (0, 0, 0)),
    ("", (1, 1, 1), [(0, 90), (0, 80), None], 56.67, (0, 0, 0)),
    # never all are dropped: the best is left
    ("drop_lowest = 9", (1, 1, 1), [(0, 90), (0, 80), (0, 70)], 90, (0, 0, 0)),
    # of equal shares the heavier is dropped: (80 × 1 + 90 × 1) ÷ 2
    ("drop_lowest = 1", (1, 3, 1), [(0, 80), (0, 80), (0, 90)], 85, (0, 0, 0)),
    # one slip day where it matters: all gain 10, the earliest gets it: (90 + 70 + 60) ÷ 3
    ("late_percent = 10\nslip_days = 1", (1, 1, 1), [(1, 90), (1, 80), (1, 70)], 73.33, (1, 0, 0)),
    # the heavier gains more: (1 × 80 + 2 × 80 + 1 × 60) ÷ 4
    ("late_percent = 10\nslip_days = 1", (1, 2, 1), [(1, 90), (1, 80), (1, 70)], 75, (0, 1, 0)),
    # nothing is gained, none is spent
    ("slip_days = 2", (1, 1, 1), [(1, 90), (1, 80), (1, 70)], 80, (0, 0, 0)),
    # greedy fails: hw1 is 3 days late, 100 − 75 = 25, held at 50: one slip day gains nothing, two
    # gain 25. The others, 60, are held at 50: one gains 10. 25 is more than 10 + 10:
    # (75 + 50 + 50) ÷ 3
    (
        "late_percent = 25\nlate_floor_percent = 50\nslip_days = 2",
        (1, 1, 1),
        [(3, 100), (1, 60), (1, 60)],
        58.33,
        (2, 0, 0),
    ),
    # at most one on each, so two on hw1 are not to be had: (50 + 60 + 60) ÷ 3
    (
        "late_percent = 25\nlate_floor_percent = 50\nslip_days = 2\nslip_days_each = 1",
        (1, 1, 1),
        [(3, 100), (1, 60), (1, 60)],
        56.67,
        (0, 1, 1),
    ),
    # dropping and slipping: hw1 (40) and hw2 (70) both gain 20 and hw1 is earlier, but dropped
    # anyway, so hw2 gets the day: (90 + 100) ÷ 2, not (70 + 100) ÷ 2
    (
        "late_percent = 20\nslip_days = 1\ndrop_lowest = 1",
        (1, 1, 1),
        [(3, 100), (1, 90), (0, 100)],
        95,
        (0, 1, 0),
    ),
    # spending on hw2 (30 → 60) would drop hw1: (3 × 60 + 100) ÷ 4 = 70; unspent, hw2 is the lowest
    # and dropped: (50 + 100) ÷ 2
    (
        "late_percent = 30\nslip_days = 1\ndrop_lowest = 1",
        (1, 3, 1),
        [(0, 50), (1, 60), (0, 100)],
        75,
        (0, 0, 0),
    ),
]


@pytest.mark.parametrize(("policy", "weights", "work", "percent", "spent"), TOTALS)
def test_course_totals(policy, weights, work, percent, spent):
    rules = course(policy, weights)
    handed_in = [days(hw, *one) for hw, one in zip(HW, work, strict=True) if one]
    mine = grades(rules, *handed_in)["ada"]
    assert mine.total.percent / 100 == percent
    assert tuple(final.slip_days for final in mine.finals.values()) == spent


def test_the_total_as_a_student_reads_it():
    rules = course("drop_lowest = 1", (1, 2, 1))
    mine = grades(rules, days("hw1", 0, 83.5), days("hw2", 0, 90), people=[ADA])["ada"]
    assert words(mine.total.steps) == [
        "hw1: 83.5 of 100 points, 83.5 %",
        "hw2: 90 of 100 points, 90 %",
        "hw3: 0 of 100 points, 0 %, dropped as the lowest",
        "Mean: (83.5 + 2 × 90) ÷ 3, to hundredths, halves up",
    ]
    assert mine.total.percent == mine.total.steps[-1].total == 87_83  # 263.5 ÷ 3


def test_what_is_not_known_yet_is_left_out():
    handed_in = days("hw1", 0, 80), at("10-08 11:00", 0, hw="hw2", **UNKNOWN)
    early = datetime(2026, 10, 15, 15, 59, 59, tzinfo=UTC)  # hw3 is due in a second
    mine = grades(course(), *handed_in, now=early)["ada"]
    assert mine.total.percent == 80_00
    assert [final.points for final in mine.finals.values()] == [80_00, None, None]
    assert words(mine.total.steps)[1:3] == [
        "hw2: not graded yet, ours, left out",
        "hw3: not handed in and not due yet, left out",
    ]
    then = grades(course(), *handed_in, now=early + timedelta(seconds=2))["ada"]
    assert then.total.percent == 40_00  # (80 + 0) ÷ 2
    nobody = grades(rules_of(""))["ada"].total
    assert nobody.percent is None and nobody.steps[-1].words == "Nothing counts yet"


def test_an_assignment_that_nobody_was_graded_on_is_left_out():
    rules = read_rules(tomllib.loads(DUE + "bonus = ['rest']"), FILE, {"hw": {}, "other": POINTS})
    assert list(grades(rules)["ada"].finals) == ["other"]


# --- sections, extensions, groups -----------------------------------------------------------------

SECTION = TEN + "[assignments.hw.sections.B]\ndue = 2026-10-14T23:59:00\n"


def extended(tmp_path, rows, text=SECTION):
    """Rules with an extensions.csv of these rows."""
    (tmp_path / "extensions.csv").write_text(rows, encoding="utf-8")
    with_file = text.replace("[policy]", '[policy]\nextensions = "extensions.csv"', 1)
    return rules_of(with_file, file=tmp_path / "course.toml")


def test_a_section_has_its_own_due_time():
    a, b = Person("ada", section="A"), Person("bob", section="B")
    handed_in = at("10-14 12:00", 90), at("10-14 12:00", 90, student="bob")
    found = grades(rules_of(SECTION), *handed_in, people=[a, b])
    assert found["ada"].finals["hw"].points == 70_00  # 90 − 2 × 10
    assert found["bob"].finals["hw"].points == 90_00
    assert read_dues(rules_of(SECTION), [a]).notes == (
        "course.toml [assignments.hw.sections.B]: nobody is in it; write A",
    )


@pytest.mark.parametrize(
    ("row", "points"),
    [
        # section B is due on the 14th; handed in on the 16th, 2 days late by that: 90 − 2 × 10
        ("", 70),
        # until the 15th: 1 day late
        ("ada,hw,2026-10-15 23:59,,", 80),
        ("ADA@uni.edu,hw,2026-10-15T23:59,,ill", 80),
        ("17,hw,2026-10-15 23:59:59,,", 80),
        # 2 days more than the section has: on time
        ("ada,hw,,2,conference", 90),
        # an offset names the zone: 06:00 in Berlin is 00:00 in New York, after 23:59 on the 15th
        ("ada,hw,2026-10-16 06:00+02:00,,", 80),
        # never earlier than without it
        ("ada,hw,2026-10-12 23:59,,", 70),
    ],
)
def test_an_extension_comes_before_the_section(tmp_path, row, points):
    rules = extended(tmp_path, f"student,assignment,due,days,why\n{row}\n")
    ada = Person("ada", email="ada@uni.edu", id="17", section="B")
    final = grades(rules, at("10-16 12:00", 90), people=[ada])["ada"].finals["hw"]
    assert final.points == 100 * points
    shown = [step.words for step in final.steps if "Extension until" in step.words]
    assert bool(shown) == (points > 70)
    assert not any("ill" in text or "conference" in text for text in shown)


def test_an_extension_that_the_platform_may_not_know_of(tmp_path):
    rules = extended(tmp_path, "student,assignment,days\nada,hw,3\n")
    final = grades(rules, at(None, 90, late=True))["ada"].finals["hw"]
    assert final.points == 90_00
    assert "which may not know of the extension" in final.steps[-1].words


def test_an_extension_for_nobody_is_reported_and_never_guessed(tmp_path):
    rules = extended(tmp_path, "student,assignment,days\nAda L,hw,2\nx@y,hw,2\nada,hw,0\n")
    people = [ADA, Person("b", email="x@y"), Person("c", email="X@Y")]
    dues = read_dues(rules, people)
    assert not dues.extensions
    assert [note.removeprefix(f"{rules.extensions}, ") for note in dues.notes[-3:]] == [
        "line 2: nobody is called 'Ada L', so it holds for nobody; mend it",
        "line 3: 2 students are called 'x@y', so it holds for nobody; mend it",
        "line 4: is no later than the work is due anyway; take the row out",
    ]


def test_an_extension_to_a_time_that_comes_twice(tmp_path):
    rules = extended(tmp_path, "student;assignment;due\nada;hw;2026-11-01 01:30\n")
    dues = read_dues(rules, [ADA])
    assert dues.of(ADA, rules.assignments[0]).at.utcoffset() == timedelta(hours=-5)
    assert "line 2: 2026-11-01 01:30:00 comes twice" in dues.notes[-1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("student,assignment\n", "a column is missing; begin it with student,assignment,due or"),
        ("student,assignment,deu\n", "the heading has 'deu'; did you mean due?"),
        (
            "student,assignment,due\nada,hww,x\n",
            "line 2: there is no assignment 'hww'; did you mean",
        ),
        ("student,assignment,due\nada,hw,2026-10-15\n", "write date and time, such as 2026-10-14"),
        ("student,assignment,due\nada,hw,tomorrow 12:00\n", "due is 'tomorrow 12:00'; write date"),
        ("student,assignment,days\nada,hw,two\n", "days is 'two'; write a whole number up to"),
        ("student,assignment,days\nada,hw,\n", "line 2: write either due or days"),
        ("student,assignment,days\nada,hw,1\n17,hw,2\n", "line 3: ada has an extension already"),
        ("student,assignment,days,why\nada,hw,1,ill, twice\n", "line 2: has more cells than the"),
        ('student,assignment,days\nada,hw,"1\n', "mend the quotes"),
    ],
)
def test_extensions_that_cannot_be_read(tmp_path, rows, message):
    rules = extended(tmp_path, rows)
    with pytest.raises(AssignmentError) as error:
        read_dues(rules, [ADA])
    assert str(error.value).startswith(str(rules.extensions))
    assert message in str(error.value) and "\n" not in str(error.value)


def test_extensions_that_are_not_there_or_not_of_an_assignment_with_a_due_time(tmp_path):
    with pytest.raises(AssignmentError, match=r"extensions.csv can't be read .*; restore it, or"):
        read_dues(rules_of('[policy]\nextensions = "extensions.csv"', file=tmp_path / "c"), [ADA])
    rules = extended(tmp_path, "student,assignment,days\nada,hw,1\n", "[policy]\n")
    with pytest.raises(AssignmentError, match="line 2: hw has no due time; take the row out"):
        read_dues(rules, [ADA])


GROUPS = TEN + "groups = true\n"
MEMBERS = [
    Person("ada", name="Ada Lovelace", group="3"),
    Person("bob", group="3"),
    Person("cyd", group="4"),
    Person("dee"),
]


def test_one_member_hands_in_for_all():
    found = grades(rules_of(GROUPS), at("10-13 12:00", 90), people=MEMBERS)
    assert {who: g.finals["hw"].points for who, g in found.items()} == {
        "ada": 80_00,  # 90 − 10
        "bob": 80_00,
        "cyd": 0,
        "dee": 0,
    }
    assert "Handed in by Ada Lovelace for group 3" in words(found["bob"].finals["hw"].steps)
    assert not any("group" in text for text in words(found["ada"].finals["hw"].steps))
    alone = grades(rules_of(TEN), at("10-13 12:00", 90), people=MEMBERS)
    assert alone["bob"].finals["hw"].points == 0


@pytest.mark.parametrize(("attempt", "points"), [("last", 60), ("best", 80)])
def test_the_rule_for_attempts_picks_among_all_of_a_group(attempt, points):
    rules = rules_of(GROUPS + f'attempt = "{attempt}"\n')
    handed_in = at("10-12 13:00", 60, "bob"), at("10-12 12:00", 80)
    found = grades(rules, *handed_in, people=MEMBERS)
    assert {found[who].finals["hw"].points for who in ("ada", "bob")} == {100 * points}


def test_extensions_and_slip_days_are_each_members_own(tmp_path):
    rules = extended(tmp_path, "student,assignment,days\nbob,hw,1\n", GROUPS)
    found = grades(rules, at("10-14 12:00", 90), people=MEMBERS)
    assert found["ada"].finals["hw"].points == 70_00  # 90 − 2 × 10
    assert found["bob"].finals["hw"].points == 80_00  # 90 − 1 × 10


def test_who_is_on_no_list_is_graded_as_well():
    assert grades(rules_of(TEN), at("10-12 12:00", 90, "eve"))["eve"].finals["hw"].points == 90_00


def test_what_the_gradebook_has_of_an_attempt():
    check = CheckVerdict("c", Kind.VALUE, "hidden", "", Status.PASSED, 70_00, 80_00)
    attempt = Attempt(
        "ada",
        "hw",
        "a.ipynb",
        "",
        Outcome.GRADED,
        "none",
        "",
        submitted_at=ny("10-13 12:00"),
        questions=(QuestionVerdict("main", "", 80_00, (check,)),),
    )
    final = grades(rules_of(TEN), HandedIn.of(attempt))["ada"].finals["hw"]
    assert (final.points, final.possible) == (60_00, 100_00)  # 70 − 10


# --- course.toml ----------------------------------------------------------------------------------


def test_the_example_in_the_documentation_holds():
    lines = rules_module.__doc__.splitlines()
    text = "\n".join(line for line in lines if line.startswith("    "))
    rules = read_rules(tomllib.loads(dedent(text)), FILE, {"hw04": {"iwae_bound": 1, "kl": 2}})
    (hw04,) = rules.assignments
    assert (rules.slip_days, rules.drop_lowest, rules.extensions.name) == (4, 1, "extensions.csv")
    assert (hw04.late_percent, hw04.cap_percent, hw04.possible) == (10_00, 105_00, 2)
    assert hw04.groups and hw04.sections["B"] - hw04.due == timedelta(days=2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[policy]\nlate_percents = 1",
            "[policy] late_percents is not known; did you mean late_per",
        ),
        ("[policy]\nxyz = 1", "[policy] xyz is not known; write one of accept_days, attempt, c"),
        ("[polcy]\nslip_days = 1", "polcy is not known; did you mean policy?"),
        ("policy = 3", "policy = 3: write it as a [table]"),
        ("[policy]\nlate_percent = 'ten'", "late_percent = 'ten': write a number from 0 to 100 w"),
        ("[policy]\nlate_percent = 101", "late_percent = 101: write a number from 0 to 100 w"),
        ("[policy]\nlate_percent = 3.333", "with at most two decimals"),
        ("[policy]\nlate_percent = nan", "late_percent = nan: write a number"),
        ("[policy]\ncap_percent = 90", "cap_percent = 90: write a number from 100 to 1000"),
        ("[policy]\nslip_days = true", "slip_days = true: write a whole number from 0 to 10000"),
        ("[policy]\nslip_days = -1", "slip_days = -1: write a whole number"),
        ("[policy]\naccept_days = 1.5", "accept_days = 1.5: write a whole number"),
        ("[policy]\nattempt = 'first'", "attempt = 'first': write 'last' or 'best'"),
        ("[policy]\nextensions = 3", "extensions = 3: write a text in quotes"),
        ("[assignments.hww]\ndue = 1", "[assignments] hww is not known; did you mean hw?"),
        (
            "[assignments.hw]\ndue = '2026-10-12'",
            "[assignments.hw] due = '2026-10-12': write date a",
        ),
        ("[assignments.hw]\ndue = 2026-10-12", "due = 2026-10-12: write date and time without"),
        ("[assignments.hw]\ndue = 0226-10-12T23:59:00", "due = 0226-10-12 23:59:00: mend the year"),
        (
            "[assignments.hw]\nslip_days = 3",
            "slip_days = 3: it holds for the whole course; move it",
        ),
        ("[assignments.hw]\nweight = -1", "weight = -1: write a number from 0 to 1000"),
        ("[assignments.hw]\ngroups = 1", "groups = 1: write true or false"),
        ("[assignments.hw]\nbonus = 'rest'", "bonus = 'rest': write a list of texts"),
        ("[assignments.hw]\nbonus = ['rest', 'rest']", "it names one twice; take one out"),
        (
            "[assignments.hw]\nbonus = ['rset']",
            "bonus: there is no question 'rset'; did you mean r",
        ),
        ("[assignments.hw]\nbonus = ['rest', 'main']", "bonus leaves no points possible; take a q"),
        (
            "[assignments.hw.sections]\nB = 3",
            "[assignments.hw.sections] B = 3: write it as a [tabl",
        ),
        ("[assignments.hw.sections.B]", "[assignments.hw.sections.B] says nothing; give it a due"),
        ("[assignments.hw.sections.B]\ndeu = 1", "sections.B] deu is not known; did you mean due?"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_key_and_the_fix(text, message):
    with pytest.raises(AssignmentError) as error:
        rules_of(text)
    assert str(error.value).startswith("course.toml ") and message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("zone", "fix"),
    [
        ("'America/NewYork'", "did you mean America/New_York?"),
        ("'?'", "write one such as Europe/Berlin"),
        ("'America'", "did you mean|write one"),
        ("5", "write one such as Europe/Berlin"),
    ],
)
def test_an_unknown_time_zone(zone, fix):
    with pytest.raises(AssignmentError, match=fix.replace("?", "[?]")):
        read_rules(tomllib.loads(f"timezone = {zone}"), FILE, {})
    assert read_rules({"title": "T", "limits": {}}, FILE, {}).zone.key == "UTC"


# --- laws -----------------------------------------------------------------------------------------

law = settings(derandomize=True, deadline=None, max_examples=150, database=None)
shares = st.lists(
    st.lists(st.integers(0, 30), min_size=1, max_size=4).map(sorted), min_size=0, max_size=4
)
weights = st.lists(st.integers(0, 3), min_size=4, max_size=4)


def total_of(chosen, weights, drop):
    """The course total of shares, exact; 0 if nothing counts."""
    kept = set(range(len(chosen))) - dropped(chosen, weights, drop)
    weight = sum(weights[i] for i in kept)
    return Fraction(sum(weights[i] * chosen[i] for i in kept), weight) if weight else Fraction(0)


@law
@given(shares, weights, st.integers(0, 5), st.integers(0, 3))
def test_slip_days_are_spent_as_well_as_trying_all_ways(shares, weights, slip_days, drop):
    weights = weights[: len(shares)]
    ways = [
        way
        for way in itertools.product(*(range(len(of_one)) for of_one in shares))
        if sum(way) <= slip_days
    ]

    def merit(way):
        chosen = [of_one[spent] for of_one, spent in zip(shares, way, strict=True)]
        return total_of(chosen, weights, drop), -sum(way), way

    assert allocate(shares, weights, slip_days, drop) == max(ways, key=merit)


policies = st.fixed_dictionaries(
    {},
    optional={
        "late_percent": st.integers(0, 100),
        "late_floor_percent": st.integers(0, 100),
        "cap_percent": st.integers(100, 120),
        "accept_days": st.integers(0, 6),
        "grace_minutes": st.integers(0, 90),
        "slip_days_each": st.integers(0, 3),
        "attempt": st.sampled_from(["last", "best"]),
        "drop_lowest": st.integers(0, 3),
        "slip_days": st.integers(0, 5),
    },
)
attempts = st.lists(
    st.tuples(st.sampled_from(HW), st.integers(-50, 200), st.integers(0, 100)), max_size=6
)


def rules_with(policy):
    assignments = {
        hw: {"due": datetime(2026, 10, 27 + i, 23, 59), "weight": 1 + i, "bonus": ["rest"]}
        for i, hw in enumerate(HW)
    }
    told = {"timezone": "America/New_York", "policy": policy, "assignments": assignments}
    return read_rules(told, FILE, dict.fromkeys(HW, POINTS))


def work(tried):
    """Attempts some hours after they were due, around the night the clocks go back."""
    for hw, hours, points in tried:
        due = datetime(2026, 10, 28 + HW.index(hw), 3, 59, tzinfo=UTC)
        yield at(due + timedelta(hours=hours), points, hw=hw)


@law
@given(policies, attempts)
def test_no_grade_is_above_the_cap_and_lateness_raises_none(policy, tried):
    mine = grades(rules_with(policy), *work(tried))["ada"]
    for final in mine.finals.values():
        assert 0 <= final.points <= policy.get("cap_percent", 100) * 80
        earned = final.steps[0].total
        assert final.points <= earned
        assert final.points - earned == sum(step.change or 0 for step in final.steps)
        assert final.steps[-1].total == final.points
    assert 0 <= mine.total.percent <= 100 * policy.get("cap_percent", 100)


@law
@given(policies, attempts)
def test_one_more_slip_day_lowers_no_total(policy, tried):
    handed_in = list(work(tried))
    spent = policy.get("slip_days", 0)
    fewer, more = (
        grades(rules_with({**policy, "slip_days": n}), *handed_in)["ada"]
        for n in (spent, spent + 1)
    )
    assert fewer.total.percent <= more.total.percent
    assert sum(final.slip_days for final in more.finals.values()) <= spent + 1


@law
@given(policies, attempts, st.integers(0, 60))
def test_handing_in_later_raises_no_grade(policy, tried, hours):
    policy = {**policy, "slip_days": 0}
    first = {hw: (hw, late, points) for hw, late, points in tried}.values()
    later = [(hw, late + hours, points) for hw, late, points in first]
    before = grades(rules_with(policy), *work(first))["ada"].finals
    after = grades(rules_with(policy), *work(later))["ada"].finals
    assert all(after[hw].points <= before[hw].points for hw in HW)
