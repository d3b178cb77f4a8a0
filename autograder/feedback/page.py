"""From one attempt to one page: what is said in which order, and the template that says it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath

import jinja2
from markupsafe import Markup, escape

from autograder.feedback import notebook, words
from autograder.policy import Final
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Comment,
    Diagnosis,
    DiagnosisKind,
    Evidence,
    Outcome,
    Override,
    QuestionVerdict,
    Status,
)


@dataclass(frozen=True, slots=True)
class QuestionText:
    """What the page says about a question beside its verdict."""

    id: str
    title: str
    ask: str
    """What it asks or where to read about it, one short paragraph, or ""."""
    follow_up: str = ""
    """One sentence that leads on while points are open, or ""."""


@dataclass(frozen=True, slots=True)
class AssignmentText:
    """What the page says about the assignment."""

    slug: str
    title: str
    course: str
    questions: tuple[QuestionText, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to revise: all checks, in whichever question, that it keeps open."""

    question: str
    """Id of the question in which to change something."""
    text: str
    points: int
    """Hundredths still open because of it."""
    checks: tuple[CheckVerdict, ...]
    also: tuple[str, ...] = ()
    """Ids of the other questions that it keeps open."""

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The diagnosis all its checks share, if they have one."""
        return self.checks[0].diagnosis

    @property
    def then(self) -> str:
        """What leads on from the finding: a misconception's second paragraph, or ""."""
        return self.diagnosis.text.partition("\n\n")[2] if self.diagnosis else ""

    @property
    def status(self) -> Status:
        """How its first check ended."""
        return self.checks[0].status


@dataclass(frozen=True, slots=True)
class Article:
    """One question as the page shows it."""

    verdict: QuestionVerdict
    text: QuestionText
    badge: words.Badge
    causes: tuple[Cause, ...]
    """Why points are open here, in this question's own words, most points first."""
    follows_from: str
    """Id of the question to repair instead, if all that is open follows from that one."""
    evidence: tuple[tuple[CheckVerdict, Evidence], ...]
    code: notebook.ShownCode | None
    lost: tuple[tuple[int, str], ...]
    """(cell's number, what happened to it) for the cells that may lack what this question needs."""
    comments: Sequence[Comment]

    @property
    def finding(self) -> str:
        """The one sentence to remember."""
        if self.verdict.points is None:
            return "Something on our side kept us from grading this question."
        if self.causes:
            return self.causes[0].text
        count = len(self.verdict.checks)
        return "The check passed." if count == 1 else f"All {count} checks passed."

    @property
    def further_causes(self) -> tuple[Cause, ...]:
        """The causes beside the one that `finding` tells."""
        return self.causes if self.verdict.points is None else self.causes[1:]


def causes(questions: Sequence[QuestionVerdict]) -> tuple[Cause, ...]:
    """What keeps points open, most points first; their points add up to the points still open."""
    found: dict[tuple[str, ...], list[tuple[str, CheckVerdict]]] = {}
    given = []
    for question in questions:
        if question.override is not None:
            given += _given(question, question.override)
            continue
        for check in question.checks:
            if check.points is not None and check.points < check.max_points:
                found.setdefault(_cause(question.id, check), []).append((question.id, check))
    order = [_one_cause(key[0], members) for key, members in found.items()]
    return tuple(sorted([*order, *given], key=lambda cause: -cause.points))


def _given(question: QuestionVerdict, override: Override) -> list[Cause]:
    """What a person's points leave open."""
    left = question.max_points - override.points
    text = f"{override.author} gave {words.points(override.points)} of "
    text += f"{words.points_long(question.max_points)} here; the reason is below."
    return [Cause(question.id, text, left, question.checks, ())] if left > 0 else []


def _cause(question: str, check: CheckVerdict) -> tuple[str, ...]:
    """What tells causes apart; the first part is the question to change."""
    diagnosis = check.diagnosis
    if not words.explanation(check):
        return question, DiagnosisKind.CHECK
    if diagnosis is None:
        return question, check.status
    if diagnosis.kind is DiagnosisKind.CAUSE:
        origin, _, misconception = diagnosis.id.partition(".")
        return origin, DiagnosisKind.MISCONCEPTION, misconception
    if diagnosis.kind is DiagnosisKind.MISCONCEPTION:
        return question, diagnosis.kind, diagnosis.id
    return question, diagnosis.kind, diagnosis.id, diagnosis.text


def _one_cause(origin: str, members: Sequence[tuple[str, CheckVerdict]]) -> Cause:
    own = [check for question, check in members if question == origin]
    checks = own or [check for _, check in members]
    text = words.explanation(checks[0])
    if not text:
        names = [f"“{words.check_name(check.id)}”" for check in checks]
        verb = "is" if len(names) == 1 else "are"
        text = f"{words.capital(words.listed(names, limit=3))} {verb} not right yet."
    return Cause(
        question=origin,
        text=text,
        points=sum(check.max_points - (check.points or 0) for _, check in members),
        checks=tuple(checks),
        also=tuple(dict.fromkeys(question for question, _ in members if question != origin)),
    )


def render(
    attempt: Attempt,
    cells: Sequence[notebook.Cell] | None,
    texts: AssignmentText,
    *,
    graded_at: datetime,
    attempt_number: int,
    comments: Mapping[str, Sequence[Comment]] | None = None,
    final: Final | None = None,
    state: str = "",
) -> str:
    """Make the page of one attempt.

    Args:
        attempt: what the gradebook keeps.
        cells: the submission's cells in order; None if showing them came to grief, which the
            page then says.
        texts: what the page says about assignment and questions.
        graded_at: when, in the time zone to show.
        attempt_number: from 1.
        comments: what teachers wrote, by question.
        final: what the points have come to by the course's policy, if it has one.
        state: see `page_state`.

    Returns:
        A complete HTML document, UTF-8 when encoded, without any reference to another file.
    """
    shown, not_shown = notebook.show(cells or ())
    open_causes = causes(attempt.questions)
    html = _template().render(
        attempt=attempt,
        texts=texts,
        file=PurePosixPath(attempt.path).name,
        graded_at=graded_at,
        attempt_number=attempt_number,
        articles=[
            _article(verdict, attempt, cells, texts, (comments or {}).get(verdict.id, ()))
            for verdict in attempt.questions
        ],
        causes=open_causes,
        open_points=sum(cause.points for cause in open_causes),
        lead=_lead(attempt, open_causes),
        cells=shown,
        cells_not_shown=not_shown,
        cells_came_to_grief=cells is None,
        notes=_by_cell(attempt),
        unreadable=words.UNREADABLE,
        final=final,
        state=state,
    )
    return notebook.neutral(html)


def page_state(
    attempt_id: int, comments: Mapping[str, Sequence[Comment]], final: Final | None
) -> str:
    """A digest of what a page says beyond its attempt; it stands in the page's head."""
    said = (attempt_id, sorted(comments.items()), final and (final.steps, final.points))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def says(page: Path, state: str) -> bool:
    """Whether a page is there and says what is so."""
    try:
        with page.open(encoding="utf-8") as file:
            return f'content="{state}"' in file.read(2000)
    except OSError:
        return False


def _article(
    verdict: QuestionVerdict,
    attempt: Attempt,
    cells: Sequence[notebook.Cell] | None,
    texts: AssignmentText,
    comments: Sequence[Comment],
) -> Article:
    known = {text.id: text for text in texts.questions}
    found = causes([replace(verdict, override=None)])
    origins = {cause.question for cause in found}
    follows = origins.pop() if len(origins) == 1 and verdict.id not in origins else ""
    if verdict.override is not None:
        follows = ""  # no points come back
    code = None
    if cells and verdict.cell is not None and verdict.cell < len(cells):
        code = notebook.excerpt(cells[verdict.cell].source, verdict.id, verdict.line)
    return Article(
        verdict=verdict,
        text=known.get(verdict.id) or QuestionText(verdict.id, verdict.title, ""),
        badge=words.question_badge(verdict),
        causes=found,
        follows_from=follows,
        evidence=tuple(
            (check, check.evidence)
            for check in verdict.checks
            if check.evidence is not None
            and check.visibility == "public"
            and check.status is not Status.PASSED
        )[:2],
        code=code,
        lost=_lost(verdict, found, attempt),
        comments=comments,
    )


def _lost(
    verdict: QuestionVerdict, found: Sequence[Cause], attempt: Attempt
) -> tuple[tuple[int, str], ...]:
    """Where a function or a name that it uses is not there, what other cells may have to do with
    that.
    """
    told = found[0].diagnosis if found else None
    if told is None or told.kind is not DiagnosisKind.UNOBSERVED:
        return ()
    if not ("NameError" in told.text or (told.id == "missing" and verdict.cell is None)):
        return ()
    notes = [(cell + 1, text) for cell, text in attempt.notes if cell != verdict.cell]
    return tuple(notes[:3])


def _by_cell(attempt: Attempt) -> dict[int, list[str]]:
    notes: dict[int, list[str]] = {}
    for cell, sentence in attempt.notes:
        notes.setdefault(cell + 1, []).append(sentence)
    return notes


def _lead(attempt: Attempt, open_causes: Sequence[Cause]) -> str:
    """One or two sentences under the score."""
    if attempt.outcome is not Outcome.GRADED or not attempt.questions:
        return ""
    shapes = [words.question_badge(question).shape for question in attempt.questions]
    if set(shapes) == {"tick"}:
        return "Every question is fully right. Nothing is open."
    counts = {
        "fully right": shapes.count("tick"),
        "on the way": shapes.count("part"),
        "not started": shapes.count("empty"),
        "not found": shapes.count("dashed"),
        "not right yet": sum(shapes.count(shape) for shape in ("cross", "triangle", "clock")),
        "not graded yet": shapes.count("pause"),
    }
    parts = [
        f"{words.number(count)} {'is' if count == 1 else 'are'} {what}"
        for what, count in counts.items()
        if count
    ]
    noun = "question" if parts[0].startswith("one ") else "questions"
    parts[0] = parts[0].replace(" ", f" {noun} ", 1)
    sentence = f"{words.capital(words.listed(parts))}."
    total = sum(cause.points for cause in open_causes)
    first = open_causes[0] if open_causes else None
    if first and len(open_causes) > 1 and _worth_naming(first, total):
        share = f"{words.points(first.points)} of the {words.points_long(total)} still open"
        sentence += f" A single change in {first.question} explains {share}."
    return sentence


def _worth_naming(cause: Cause, open_points: int) -> bool:
    """Whether one change buys so much that the first lines of the page should say so."""
    if cause.status in (Status.NOT_ATTEMPTED, Status.MISSING):
        return False
    return bool(cause.also) or 4 * cause.points >= open_points


# Template


def _identifier(name: str) -> Markup:
    """A name in code type that may break after its underscores."""
    return Markup("<code>{}</code>").format(Markup("_<wbr>").join(name.split("_")))


def _prose(text: str, ids: Sequence[str], *, link: bool = False) -> Markup:
    """A sentence with `backticked` parts and question ids in code type, ids as links if asked."""
    pattern = "|".join([r"`([^`\n]+)`", *(rf"\b({re.escape(name)})\b" for name in ids)])
    html = Markup("")
    end = 0
    for match in re.finditer(pattern, text):
        name = next(group for group in match.groups() if group)
        code = Markup("<code>{}</code>").format(name)
        if link and name in ids:
            code = Markup('<a href="#{}">{}</a>').format(name, code)
        html += escape(text[end : match.start()]) + code
        end = match.end()
    return html + escape(text[end:])


def _css_string(text: str) -> Markup:
    """A CSS string that nothing in `text` can end."""
    plain = notebook.neutral(text)[:80]
    return Markup('"{}"').format("".join(c if c.isalnum() else f"\\{ord(c):x} " for c in plain))


def _inputs(evidence: Evidence) -> list[tuple[str, str]]:
    """(name, value) for each `name = value` line; a line of another form has no name."""
    rows: list[tuple[str, str]] = []
    for line in evidence.call.splitlines():
        name, equals, value = line.partition(" = ")
        rows.append((name.strip(), value) if equals else ("", line))
    return rows


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.feedback", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "identifier": _identifier,
        "prose": _prose,
        "css_string": _css_string,
        "inputs": _inputs,
        "points": words.points,
        "change": words.change,
        "points_long": words.points_long,
        "date": words.date,
        "check_name": words.check_name,
        "capital": words.capital,
        "sentence": words.sentence,
        "matter_and_fix": words.matter_and_fix,
    }
    environment.globals |= {
        "check_badge": words.check_badge,
        "how_we_know": words.how_we_know,
        "sum_written_out": words.sum_written_out,
        "counted": words.counted,
    }
    return environment.get_template("page.html.jinja")
