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

from autograder.feedback import code, notebook, plots, progress, template, words
from autograder.feedback.causes import Cause, causes, worth_naming
from autograder.lectures import Reading
from autograder.people import Person
from autograder.plots import Drawing
from autograder.policy import Final
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Comment,
    DiagnosisKind,
    Evidence,
    Outcome,
    QuestionVerdict,
    Status,
    written,
)
from autograder.written import Item, worth


@dataclass(frozen=True, slots=True)
class QuestionText:
    """What the page says about a question beside its verdict."""

    id: str
    title: str
    reading: Reading | None = None
    """Where its matter is treated, if a lecture is named."""
    rubric: tuple[Item, ...] = ()
    """Of a question that is answered in words."""


@dataclass(frozen=True, slots=True)
class AssignmentText:
    """What the page says about the assignment."""

    slug: str
    title: str
    course: str
    questions: tuple[QuestionText, ...]


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
    code: code.ShownCode | None
    answer: Markup | None
    """In words, if it is such a question and can be shown as Markdown."""
    lost: tuple[tuple[int, str], ...]
    """(cell's number, what happened to it) for the cells that may lack what this question needs."""
    plot: plots.Figure | None
    comments: Sequence[Comment]

    @property
    def finding(self) -> str:
        """The one sentence to remember."""
        if self.verdict.answer is not None:
            return self._of_answer
        if self.verdict.points is None:
            return "Something on our side kept us from grading this question."
        if self.causes:
            return self.causes[0].text
        count = len(self.verdict.checks)
        return "The check passed." if count == 1 else f"All {count} checks passed."

    @property
    def _of_answer(self) -> str:
        verdict = self.verdict
        if verdict.waits:
            return "Your answer is here and waits to be read."
        if not verdict.answer:
            return "Nothing is written below this question."
        if verdict.mark is None or verdict.mark.points != self.by_rubric:
            return "Your answer has been read."
        found, looked_for = len(verdict.mark.items), len(self.text.rubric)
        if found == looked_for:
            return "All that was looked for is in your answer."
        are = "is" if found == 1 else "are"
        return f"{found} of the {looked_for} things that were looked for {are} in your answer."

    @property
    def by_rubric(self) -> int:
        """Hundredths that the rubric gives for what the answer has."""
        items = self.verdict.mark.items if self.verdict.mark else ()
        return worth(self.text.rubric, items, self.verdict.max_points)

    @property
    def further_causes(self) -> tuple[Cause, ...]:
        """The causes beside the one that `finding` tells."""
        return self.causes if self.verdict.points is None else self.causes[1:]


def render(
    attempt: Attempt,
    cells: Sequence[notebook.Cell] | None,
    texts: AssignmentText,
    *,
    graded_at: datetime,
    attempt_number: int,
    comments: Mapping[str, Sequence[Comment]] | None = None,
    final: Final | None = None,
    person: Person | None = None,
    attempts: Sequence[progress.Earlier] = (),
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
        person: who the student is, as far as anybody has said.
        attempts: all of theirs at this assignment, the oldest first.
        state: see `page_state`.

    Returns:
        A complete HTML document, UTF-8 when encoded, without any reference to another file.
    """
    articles = [
        _article(verdict, attempt, cells, texts, (comments or {}).get(verdict.id, ()))
        for verdict in attempt.questions
    ]
    plotted = sum(len(article.plot.svg) for article in articles if article.plot)
    shown, not_shown = notebook.show(cells or (), plotted)
    open_causes = causes(attempt.questions)
    html = _template().render(
        attempt=attempt,
        texts=texts,
        file=PurePosixPath(attempt.path).name,
        graded_at=graded_at,
        attempt_number=attempt_number,
        articles=articles,
        causes=open_causes,
        open_points=sum(cause.points for cause in open_causes),
        lead=_lead(attempt, open_causes),
        cells=shown,
        cells_not_shown=not_shown,
        cells_came_to_grief=cells is None,
        notes=_by_cell(attempt),
        unreadable=words.UNREADABLE,
        final=final,
        name=(person and person.name) or attempt.student,
        login=(person and person.login) or attempt.student,
        progress=progress.steps(attempts),
        readings={text.id: text.reading for text in texts.questions if text.reading},
        state=state,
    )
    return code.neutral(html)


def page_state(*said: object) -> str:
    """A digest of what a page says beyond its attempt; it stands in the page's head."""
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
    shown = None
    if cells and verdict.cell is not None and verdict.cell < len(cells):
        shown = code.excerpt(cells[verdict.cell].source, verdict.id, verdict.line)
    return Article(
        verdict=verdict,
        text=known.get(verdict.id) or QuestionText(verdict.id, verdict.title),
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
        code=shown,
        answer=notebook.in_words(verdict.answer) if cells and verdict.answer else None,
        lost=_lost(verdict, found, attempt),
        plot=plots.drawn(Drawing.of(verdict.plot)) if verdict.plot else None,
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
    if first and len(open_causes) > 1 and worth_naming(first, total):
        share = f"{written(first.points)} of the {words.points_long(total)} still open"
        sentence += f" A single change in {first.question} explains {share}."
    return sentence


# Template


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
    plain = code.neutral(text)[:80]
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
    environment = template.environment("autograder.feedback")
    environment.filters |= {
        "prose": _prose,
        "css_string": _css_string,
        "inputs": _inputs,
        "change": words.change,
        "points_long": words.points_long,
        "matter_and_fix": words.matter_and_fix,
    }
    environment.globals |= {
        "check_badge": words.check_badge,
        "how_we_know": words.how_we_know,
        "sum_written_out": words.sum_written_out,
    }
    return environment.get_template("page.html.jinja")
