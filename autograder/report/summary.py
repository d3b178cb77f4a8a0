"""What comes first in a report: three sentences made from the numbers, and what waits."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from autograder.feedback import words
from autograder.verdict import Outcome, Status, written

from .facts import Facts
from .near import NearMiss

FEW = 10
"""Below so many submissions no statistic asks for anyone's time."""
ALIKE = 3
"""A group of so many is worth a comment."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something for a person to do."""

    count: int
    text: str
    """With `code` in backquotes."""
    command: str = ""
    anchor: str = ""
    """Id of the section to read, without the assignment's prefix."""


def in_short(facts: Facts) -> list[str]:
    """Three sentences: the hardest question, what was misunderstood, where the points went."""
    if facts.spread is None and facts.graded:
        return ["Nobody has a score yet: each has an answer in words that waits for a mark."]
    if facts.spread is None:
        return ["Nothing is graded yet, so there is nothing to say of the class."]
    if not facts.lost.total:
        return ["Nobody lost a point: every graded answer is fully right."]
    return [_hardest(facts), _misunderstood(facts), _points(facts)]


def _hardest(facts: Facts) -> str:
    known = [question for question in facts.questions if question.share is not None]
    hardest = min(known, key=lambda question: question.share or 0)
    stub = hardest.not_started
    left = f", and {stub} of {facts.graded} did not start it" if stub else ""
    return f"`{hardest.id}` is hardest: {percent(hardest.share)} of its points were earned{left}."


def _misunderstood(facts: Facts) -> str:
    if not facts.misconceptions:
        return "No answer matches a misconception that this assignment knows."
    top = sorted(facts.misconceptions, key=lambda each: -each.points)[:3]
    share = percent(sum(each.points for each in top) / facts.lost.total)
    names = list(dict.fromkeys(f"`{each.question}`" for each in top))
    count = words.counted(len(top), "misconception")
    verb = "accounts" if len(top) == 1 else "account"
    where = "It belongs" if len(top) == 1 else "They belong"
    return f"{words.capital(count)} {verb} for {share} of all points lost. {where} to " + (
        f"{words.listed(names)}."
    )


def _points(facts: Facts) -> str:
    of = facts.lost
    parts = {
        "have a named cause": of.named + of.described,
        "were lost on questions not started": of.not_started,
        "went to errors and timeouts": of.stopped,
        "were lost in answers in words": of.marked,
        "have no name yet": of.unnamed,
    }
    said = [f"{percent(n / of.total)} {what}" for what, n in parts.items() if n]
    return f"Of the {_thousands(of.total / 100)} points lost, {words.listed(said)}."


def waiting(facts: Facts, out: Path, *, several: bool) -> list[Waiting]:
    """What a person has to do, the most urgent first.

    Args:
        facts: the assignment's.
        out: the gradebook's folder, for the commands.
        several: the gradebook has other assignments, so that commands name this one.
    """
    where = shlex.quote(str(out))
    a = f" -a {facts.slug}" if several else ""
    found = []
    ungraded = len(facts.of_outcome(Outcome.UNGRADED))
    unreadable = len(facts.of_outcome(Outcome.UNREADABLE))
    if ungraded:
        what = f"{_noun(ungraded, 'submission')} not graded: our machine, not the student."
        found.append(
            Waiting(ungraded, what, f"autograder grade SUBMISSIONS{a} -o {where}", "not-graded")
        )
    if unreadable:
        pages = "Its page says" if unreadable == 1 else "Their pages say"
        what = f"{_noun(unreadable, 'file')} could not be read. {pages} how to hand in again."
        found.append(Waiting(unreadable, what, anchor="not-graded"))
    waits = sum(question.waits for question in facts.questions)
    if waits:
        what = f"{_noun(waits, 'answer')} in words {'waits' if waits == 1 else 'wait'} for a mark."
        found.append(Waiting(waits, what, f"autograder mark {where}{a}"))
    groups = [g for g in facts.groups if len(g.students) >= ALIKE and not g.commented]
    if groups:
        n = sum(len(group.students) for group in groups)
        verb = "gives" if len(groups) == 1 else "give"
        what = f"{_noun(len(groups), 'group')} {verb} the same answer and "
        what += f"{'has' if len(groups) == 1 else 'have'} no name yet, {n} answers in all. "
        what += "One comment reaches a whole group."
        command = f"autograder comment {where} {groups[0].question} --group {groups[0].name}"
        found.append(Waiting(len(groups), what, f'{command}{a} "TEXT"', "groups"))
    near = facts.margins.verdicts
    if near:
        what = f"{_noun(near, 'verdict')} {'was' if near == 1 else 'were'} near to turning. Read "
        what += f"the {_noun(near, 'answer')}."
        found.append(Waiting(near, what, anchor="near"))
    return found + _to_judge(facts)


def _to_judge(facts: Facts) -> list[Waiting]:
    """What the statistics ask of a person; nothing from a handful of submissions."""
    found: list[Waiting] = []
    if facts.complete < FEW:
        return found
    against = [q for q in facts.questions if q.discrimination and q.discrimination.value < 0]
    if against:
        names = words.listed([f"`{question.id}`" for question in against])
        verb = "goes" if len(against) == 1 else "go"
        what = f"{_noun(len(against), 'question')} {verb} against the rest: {names}. Who does "
        what += "well elsewhere loses points there."
        command = f"autograder validate {facts.slug} --verbose"
        found.append(Waiting(len(against), what, command, "questions"))
    never = sum(len(question.never) for question in facts.questions)
    if never:
        verb = "was" if never == 1 else "were"
        what = f"{_noun(never, 'check')} {verb} passed by nobody."
        command = f"autograder validate {facts.slug} --verbose"
        found.append(Waiting(never, what, command, "checks"))
    if facts.similar:
        n = len(facts.similar)
        verb = "has" if n == 1 else "have"
        what = f"{_noun(n, 'pair')} {verb} code that is more alike than the class's."
        found.append(Waiting(n, what, anchor="similar"))
    return found


def next_step(facts: Facts, miss: NearMiss) -> str:
    """What to do about answers near a tolerance, with `code` in backquotes."""
    alone = len(miss.students) == 1
    read = "Read the answer" if alone else f"Read that of {facts.named(miss.students[0])}"
    if miss.status is Status.FAILED:
        return f"{read}: if it is right, add it to the alternates of `{miss.question}` and regrade."
    return f"{read}: if it is not right, let the check draw inputs that show it."


def worth_knowing(facts: Facts, question_id: str) -> str:
    """One remark on a question for its row in the table, or ""."""
    question = next(each for each in facts.questions if each.id == question_id)
    unnamed = Counter(g.question for g in facts.groups for _ in g.students)[question_id]
    if question.waits:
        return f"{question.waits} {'waits' if question.waits == 1 else 'wait'} for a mark."
    if not question.answers:
        return "Not graded yet."
    if question.full == question.answers:
        return "Everyone has it."
    remarks = {
        f"{question.follows} lost points only by what follows from another question.": (
            question.follows
        ),
        f"{question.not_started} did not start.": question.not_started,
        f"{question.stopped} raised an error or took too long.": question.stopped,
        f"{unnamed} answers alike have no name yet.": unnamed,
    }
    remark, count = max(remarks.items(), key=lambda each: each[1])
    return remark if count else ""


def separates(value: float) -> str:
    """What a discrimination says in words; 0.2 and 0.4 are the usual marks (Ebel, 1965)."""
    if value < 0:
        return "goes against the rest"
    if value < 0.2:
        return "separates little"
    return "separates well" if value >= 0.4 else "separates"


def percent(share: float | None) -> str:
    """A share of 0 to 1 as "46 %"; whole only where it is exact."""
    if share is None:
        return "–"
    rounded = round(100 * share)
    if (rounded == 100 and share < 1) or (rounded == 0 and share > 0):
        return "above 99\u00a0%" if share > 0.5 else "below 1\u00a0%"
    return f"{rounded}\u00a0%"


def _noun(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _thousands(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else written(round(100 * value))
