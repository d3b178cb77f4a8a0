"""The words and numbers of a feedback page: statuses, points, dates, counts, sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.policy.words import date as dated
from autograder.verdict import (
    UNEXPLAINED,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    QuestionVerdict,
    Status,
    written,
)


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as the page shows it: a word, a shape and the colour that repeats them."""

    word: str
    shape: str
    colour: str


PARTLY = Badge("Partly right", "part", "part")
TO_BE_READ = Badge("To be read", "pause", "ours")
NOT_STARTED = Badge("Not started", "empty", "none")
UNREADABLE = Badge("Unreadable", "dashed", "none")

_BADGES = {
    Status.PASSED: Badge("Passed", "tick", "good"),
    Status.FAILED: Badge("Not right yet", "cross", "bad"),
    Status.ERROR: Badge("Raised an error", "triangle", "bad"),
    Status.TIMEOUT: Badge("Took too long", "clock", "bad"),
    Status.MISSING: Badge("Not found", "dashed", "none"),
    Status.NOT_ATTEMPTED: Badge("Not run", "bar", "none"),
    Status.UNGRADED: Badge("Not graded yet", "pause", "ours"),
}

_EVIDENCE = {
    DiagnosisKind.MISCONCEPTION: "On two independent draws of inputs, your results agree with "
    "those of a version that does exactly this.",
    DiagnosisKind.MUTANT: "On two independent draws of inputs, your results agree with those of a "
    "right answer with this one change.",
    DiagnosisKind.STRUCTURE: "This shows in the form of what your function returned or did.",
    DiagnosisKind.RELATION: "This holds on two independent draws of inputs.",
    DiagnosisKind.CAUSE: "With that one function exchanged for a version that does exactly "
    "this, the model answer gives the results that yours gives.",
}

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def check_badge(check: CheckVerdict) -> Badge:
    """How one check ended."""
    return _BADGES[check.status]


def question_badge(question: QuestionVerdict) -> Badge:
    """Full points: passed; some: partly right; none: as its first check that did not pass."""
    if question.waits:
        return TO_BE_READ
    if question.points is None:
        return _BADGES[Status.UNGRADED]
    if question.points >= question.max_points:
        return _BADGES[Status.PASSED]
    if question.points > 0:
        return PARTLY
    status = next((c.status for c in question.checks if c.status is not Status.PASSED), None)
    if status is Status.NOT_ATTEMPTED or question.answer == "":
        return NOT_STARTED
    return _BADGES[status or Status.FAILED]


def check_name(check_id: str) -> str:
    """A check's id with blanks for underscores, so that students can quote it."""
    return check_id.replace("_", " ")


def explanation(check: CheckVerdict) -> str:
    """Why a check did not pass, without what leads on from there; "" where only the check's own
    sentence is known.
    """
    diagnosis = check.diagnosis
    if diagnosis is None or diagnosis.kind is DiagnosisKind.CHECK:
        return UNEXPLAINED.get(check.status, "")
    return diagnosis.text.partition("\n\n")[0]


def how_we_know(diagnosis: Diagnosis | None, checks: Sequence[CheckVerdict]) -> str:
    """The evidence behind a diagnosis, in one sentence; "" where the finding is the evidence."""
    if diagnosis is None:
        return ""
    if diagnosis.kind is DiagnosisKind.UNOBSERVED:
        if diagnosis.id in ("missing", "not_attempted"):
            return ""
        names = listed([f"“{check_name(check.id)}”" for check in checks], limit=3)
        return f"It happened in {'the check' if len(checks) == 1 else 'the checks'} {names}."
    return _EVIDENCE.get(diagnosis.kind, "")


def change(hundredths: int) -> str:
    """A change as a line of arithmetic: "−10", "+2.5", "0"."""
    return f"+{written(hundredths)}" if hundredths > 0 else written(hundredths)


def points_long(hundredths: int) -> str:
    """With its noun: "1 point", "13.5 points"."""
    return f"{written(hundredths)} {'point' if hundredths == 100 else 'points'}"


def sum_written_out(summands: Iterable[int], total: int) -> str:
    """Write out a sum: "10 + 9 + 5 = 24"; a single summand is its own sum."""
    terms = [written(summand) for summand in summands]
    return f"{' + '.join(terms)} = {written(total)}" if len(terms) > 1 else written(total)


def number(count: int) -> str:
    """A count in words up to ten, in digits beyond."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """Count things in words: "one question", "three questions"."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def listed(items: Sequence[str], limit: int = 99) -> str:
    """Join as "a", "a and b", "a, b and c"; beyond `limit` as "a, b and 4 more"."""
    if len(items) > limit:
        return f"{', '.join(items[:limit])} and {len(items) - limit} more"
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def sentence(text: str) -> str:
    """The text with a full stop, if it lacks one."""
    text = text.strip()
    return text if not text or text[-1] in ".?!:" else f"{text}."


def matter_and_fix(message: str) -> tuple[str, str]:
    """Part a message of ours, "what is the matter; what to do", at its semicolon."""
    matter, _, fix = message.partition("; ")
    return matter or "The file could not be read.", fix or (
        "open the file in Jupyter, or the last copy that opens there, choose Restart Kernel and "
        "Run All Cells, save it and hand in that file"
    )


def capital(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def date(when: datetime) -> str:
    """Write as "Thu 19 Nov 2026, 21:14", in English under any locale."""
    return dated(when.replace(second=0))
