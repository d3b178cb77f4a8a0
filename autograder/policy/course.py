"""Everybody's grades: each assignment's, and the course total.

The course total is the mean, by weight, of the share of the points possible that counts on each
assignment. A share is rounded to hundredths of a percent, so that the mean can be checked by hand.
What is not known yet is left out: work that is ungraded, or neither handed in nor due. What was due
and not handed in is 0. The lowest `drop_lowest` assignments are dropped, but never all.

Slip days are spent anew whenever grades are computed, on all that is known by then, see `slips`:
one that was spent on an assignment may move to a later one that gains more by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.people import Person
from autograder.verdict import written

from .dues import Dues
from .grade import Final, Step, Work
from .handed_in import HandedIn
from .rules import Rules
from .slips import allocate, dropped
from .words import half_up, points


@dataclass(frozen=True, slots=True)
class Total:
    """The course total of one student."""

    percent: int | None
    """Hundredths of a percent; None while nothing counts."""
    steps: tuple[Step, ...]
    """One for each assignment, then the mean; without changes."""


@dataclass(frozen=True, slots=True)
class Grades:
    """All grades of one student."""

    person: Person
    finals: Mapping[str, Final]
    """By assignment, in the order of the rules."""
    total: Total


def final_grades(
    rules: Rules,
    dues: Dues,
    people: Iterable[Person],
    handed_in: Iterable[HandedIn],
    now: datetime,
) -> dict[str, Grades]:
    """Everybody's grades, by student.

    Args:
        rules: the course's.
        dues: when each student's work is due.
        people: everybody in the course; who only handed in is added.
        handed_in: each file once, as last graded, in the order of grading.
        now: with a time zone; what is due by then and was not handed in is 0.
    """
    everybody = {person.student: person for person in people}
    by_owner: dict[tuple[str, str], list[HandedIn]] = {}
    grouping = {assignment.slug for assignment in rules.assignments if assignment.groups}
    for handed in handed_in:
        person = everybody.setdefault(handed.student, Person(handed.student))
        owner = _owner(person, shared=handed.assignment in grouping)
        by_owner.setdefault((handed.assignment, owner), []).append(handed)
    graded = [assignment for assignment in rules.assignments if assignment.questions]
    found = {}
    for person in everybody.values():
        works = []
        for assignment in graded:
            owner = _owner(person, shared=assignment.groups)
            files = by_owner.get((assignment.slug, owner), [])
            named = [(f, everybody[f.student].name or f.student) for f in files]
            due = dues.of(person, assignment)
            works.append(
                Work.of(person, assignment, due, named, slip_days=rules.slip_days, now=now)
            )
        found[person.student] = _grades(person, works, rules)
    return found


def _owner(person: Person, *, shared: bool) -> str:
    """Whose work it is: the group's, where groups hand in and there is one, else the student's."""
    return f"group {person.group}" if shared and person.group else f"student {person.student}"


def _grades(person: Person, works: Sequence[Work], rules: Rules) -> Grades:
    """One student's grades, slip days spent where they serve the total best."""
    shares = [work.shares() for work in works]
    known = [i for i, found in enumerate(shares) if found is not None]
    of_known = [found for found in shares if found is not None]
    weights = [works[i].rules.weight for i in known]
    days = allocate(of_known, weights, rules.slip_days, rules.drop_lowest)
    counting = [share[spent] for share, spent in zip(of_known, days, strict=True)]
    gone = {known[k] for k in dropped(counting, weights, rules.drop_lowest)}
    spent_on = dict(zip(known, days, strict=True))
    finals = {work.rules.slug: work.final(spent_on.get(i, 0)) for i, work in enumerate(works)}
    return Grades(
        person, finals, _total(works, finals, dict(zip(known, counting, strict=True)), gone)
    )


def _total(
    works: Sequence[Work], finals: Mapping[str, Final], shares: Mapping[int, int], gone: set[int]
) -> Total:
    """The mean by weight, written out.

    Args:
        works: the assignments.
        finals: their grades.
        shares: what counts of each that is known, hundredths of a percent.
        gone: the dropped.
    """
    steps = []
    terms = []
    for i, work in enumerate(works):
        rules, final = work.rules, finals[work.rules.slug]
        if i not in shares:
            why = "not graded yet, ours" if work.cases else "not handed in and not due yet"
            steps.append(Step(f"{rules.slug}: {why}, left out"))
            continue
        assert final.points is not None
        words = f"{rules.slug}: {written(final.points)} of {points(final.possible)}"
        words += f", {written(shares[i])} %"
        if i in gone:
            words += ", dropped as the lowest" if len(gone) == 1 else ", dropped among the lowest"
        elif not rules.weight:
            words += ", doesn't count"
        else:
            terms.append((rules.weight, shares[i]))
        steps.append(Step(words))
    weight = sum(w for w, _ in terms)
    if not weight:
        return Total(None, (*steps, Step("Nothing counts yet")))
    mean = half_up(sum(w * s for w, s in terms), weight)
    steps.append(Step(f"Mean: {_written_out(terms)}", None, mean))
    return Total(mean, tuple(steps))


def _written_out(terms: Sequence[tuple[int, int]]) -> str:
    """A mean as a student would do it: "(83.5 + 2 × 90) ÷ 3", and how it is rounded."""
    if len(terms) == 1:
        return f"{written(terms[0][1])} %"
    if len({weight for weight, _ in terms}) == 1:
        terms = [(1_00, share) for _, share in terms]
    summands = [
        written(share) if weight == 1_00 else f"{written(weight)} × {written(share)}"
        for weight, share in terms
    ]
    weight = written(sum(weight for weight, _ in terms))
    return f"({' + '.join(summands)}) ÷ {weight}, to hundredths, halves up"
