"""Grade one submission in a sandbox: from its cells to an attempt."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.catalog import Content, Course, load
from autograder.diagnosis import spoken
from autograder.engine import Report, grade, ungraded
from autograder.errors import SubmissionError
from autograder.expectation import Expectations
from autograder.sandbox import CellOutcome, Limits, Sandbox, Session, messages
from autograder.submission import Cell, Found, Submission, Unreadable, read
from autograder.submission.source import definitions
from autograder.verdict import Attempt, Outcome, QuestionVerdict, Status
from autograder.versions import checks_version

AFTER_TIMEOUT = 2.0
"""CPU seconds a call gets once its question has timed out."""
MOST_TIMEOUTS = 3
"""After so many timeouts a question's other checks are not run."""
ASIDE = 0.5
"""CPU seconds of a call that belongs to no question."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every submission of one run is graded with."""

    cohorts: Mapping[str, Expectations]
    """By assignment."""
    seed: int
    limits: Limits
    trust: bool
    secrets: tuple[Path, ...]
    done: Mapping[str | None, frozenset[tuple[str, str]]]
    """(student, sha256) of what needs no other attempt, by assignment."""


class Notebook:
    """A submission in a sandbox, as a grading target."""

    def __init__(self, session: Session, code: Sequence[tuple[int, str]], call_cpu: float) -> None:
        self._session = session
        self._shorter = min(AFTER_TIMEOUT, call_cpu)
        self._index = [index for index, _ in code]
        self._sources = [source for _, source in code]
        self._written: dict[str, int | None] = {}
        """Where questions stand that running the cells did not define; read once."""
        self._question = ""
        self._timeouts: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}
        """By question; what ran before the first is nobody's."""
        self._counted = 0.0

    def call(self, call: messages.Call, callbacks: Sequence[Callable[..., Any]]) -> messages.Reply:
        """One call over the wire; after a question's first timeout with a shorter limit."""
        cpu = self._shorter if self._timeouts[self._question] else None
        cpu = cpu if self._question else ASIDE
        reply = self._session.call(call, cpu=cpu, callbacks=callbacks)
        if isinstance(reply, messages.Lost) and reply.reason == "timeout":
            self._timeouts[self._question] += 1
        if isinstance(reply, messages.Raised) and reply.cell is not None:
            return messages.Raised(reply.mro, self._index[reply.cell], reply.line, reply.message)
        return reply

    def state(self, question: str) -> str:
        """One of "written", "not_attempted", "missing"."""
        definition = self._session.definitions.get(question)
        if definition is None:
            # Where nothing can be asked any more, the calls say why.
            return "written" if self._session.lost else "missing"
        return "not_attempted" if definition.stub else "written"

    def place(self, question: str) -> int | None:
        """The notebook's cell that defines the question's function, or would if it had run."""
        definition = self._session.definitions.get(question)
        if definition is not None:
            return self._index[definition.cell]
        if question not in self._written:
            cells = [i for i, text in enumerate(self._sources) if definitions([text], [question])]
            self._written[question] = self._index[cells[-1]] if cells else None
        return self._written[question]

    def calls(self, question: str, other: str) -> bool:
        """Whether the text of the question's function holds a call of the other's name."""
        definition = self._session.definitions.get(question)
        if definition is None or question == other:
            return False
        lines = self._sources[definition.cell].splitlines()[definition.line - 1 :]
        ends = (i for i, line in enumerate(lines[1:], 1) if re.match(r"(@|def |class )", line))
        body = "\n".join(lines[1 : next(ends, len(lines))])
        return re.search(rf"\b{re.escape(other)}\s*\(", body) is not None

    def begin(self, question: str) -> None:
        """The next calls belong to `question`."""
        self._count()
        self._question = question

    def spent(self) -> bool:
        """Whether that question has used up its timeouts."""
        return self._timeouts[self._question] >= MOST_TIMEOUTS

    @contextmanager
    def aside(self) -> Iterator[bool]:
        """Calls of no question, each with a short limit."""
        self.begin("")
        with self._session.aside() as possible:
            yield possible

    def seconds(self) -> Mapping[str, float]:
        """CPU seconds of each question's calls, to a hundredth, as finely as the kernel tells."""
        self._count()
        return {name: round(spent, 2) for name, spent in self._seconds.items()}

    def _count(self) -> None:
        now = self._session.seconds
        before = self._seconds.get(self._question, 0.0)
        self._seconds[self._question] = before + now - self._counted
        self._counted = now


def grade_alone(
    home: Course, found: Found, *, seed: int | None = None, after_check: Report | None = None
) -> Attempt:
    """Grade one submission that belongs to no cohort, in a sandbox of its own; nothing is kept.

    Args:
        home: the course.
        found: the submission.
        seed: of the hidden inputs; drawn if None.
        after_check: told what is known each time a check has been judged.

    Raises:
        SubmissionError: it can't be read.
        AssignmentError: its assignment can't be loaded.
        SandboxError: this machine can't isolate or run it.
    """
    item = read(found)
    if isinstance(item, Unreadable):
        raise SubmissionError(item.message)
    assert found.assignment is not None  # or it would be unreadable
    seed = secrets.randbits(63) if seed is None else seed
    with Sandbox(home.limits, wait=False) as sandbox:  # it starts while the course is loaded
        cohorts = {found.assignment: Expectations(load(home, found.assignment), seed)}
        setting = Setting(cohorts, seed, home.limits, trust=False, secrets=home.secrets, done={})
        sandbox.ready()
        sandbox.self_test(setting.secrets)
        return grade_one(item, setting, sandbox, after_check)


def grade_one(
    submission: Submission,
    setting: Setting,
    sandbox: Sandbox,
    after_check: Report | None = None,
    held: Mapping[str, QuestionVerdict] | None = None,
) -> Attempt:
    """Grade one submission; for `after_check` and `held` see `engine.grade`.

    Raises:
        SandboxError: the machine failed; nothing of this grading counts.
    """
    found = submission.found
    assert found.assignment is not None  # what is not recognised is unreadable
    expectations = setting.cohorts[found.assignment]
    content = expectations.content
    own = f"{setting.seed}/{found.student}/{submission.sha256}"
    seed = int.from_bytes(hashlib.sha256(own.encode(errors="replace")).digest()[:4], "big")
    if not content.assignment.questions:  # nothing of it need run
        marked = in_words(content, submission.cells)
        return _attempt(submission, marked, sandbox.tier, found.message)
    sources = [source for _, source in submission.code]
    with sandbox.open(
        sources,
        seed=seed,
        questions=tuple(content.assignment.questions),
        fixtures=content.fixtures_source,
    ) as session:
        target = Notebook(session, submission.code, setting.limits.call_cpu)
        questions = grade(expectations, target, setting.seed, after_check=after_check, held=held)
        questions += in_words(content, submission.cells)
        index = [index for index, _ in submission.code]
        notes = tuple((index[i], _note(cell)) for i, cell in enumerate(session.cells) if cell.note)
        return _attempt(submission, questions, sandbox.tier, found.message, session.seconds, notes)


def _note(cell: CellOutcome) -> str:
    """What the page says below a cell that did not run as written."""
    if cell.status != "error":
        return cell.note
    where = f" on line {cell.line}" if cell.line is not None else ""
    raised = spoken((cell.error,))
    return f"{raised[0].upper()}{raised[1:]} was raised{where} of this cell. {cell.note}"


def _attempt(
    submission: Submission,
    questions: tuple[QuestionVerdict, ...],
    tier: str,
    message: str,
    seconds: float = 0.0,
    notes: tuple[tuple[int, str], ...] = (),
) -> Attempt:
    ours = any(c.status is Status.UNGRADED for question in questions for c in question.checks)
    return Attempt(
        student=submission.found.student,
        assignment=submission.found.assignment,
        path=submission.found.path,
        sha256=submission.sha256,
        outcome=Outcome.UNGRADED if ours else Outcome.GRADED,
        isolation=tier,
        checks_version=checks_version(question.version for question in questions),
        message=message,
        seconds=seconds,
        questions=questions,
        notes=notes,
        max_points=sum(question.max_points for question in questions),
        submitted_at=submission.found.submitted_at,
        late=submission.found.late,
    )


def unreadable_attempt(item: Unreadable, setting: Setting, tier: str) -> Attempt:
    """An attempt on a file that is no submission."""
    found = item.found
    cohort = setting.cohorts.get(found.assignment or "")
    points = cohort.assignment.points if cohort else 0
    return Attempt(
        student=found.student,
        assignment=found.assignment,
        path=found.path,
        sha256=item.sha256,
        outcome=Outcome.UNREADABLE,
        isolation=tier,
        checks_version=cohort.content.version if cohort else "",
        message=item.message,
        max_points=100 * points,
        submitted_at=found.submitted_at,
        late=found.late,
    )


def in_words(content: Content, cells: Sequence[Cell]) -> tuple[QuestionVerdict, ...]:
    """The answers that a person marks, in the assignment's order."""
    found = content.handout.answers(cells)
    return tuple(
        QuestionVerdict(
            asked.id,
            asked.title,
            100 * asked.points,
            (),
            cell=found[asked.id].cell,
            version=asked.version,
            answer=found[asked.id].text,
        )
        for asked in content.assignment.written.values()
    )


def ungraded_attempt(item: Submission, setting: Setting, tier: str, why: str) -> Attempt:
    """An attempt on which the machine failed; `why` is for the TA."""
    cohort = setting.cohorts[item.found.assignment or ""]
    questions = ungraded(cohort.assignment) + in_words(cohort.content, item.cells)
    return _attempt(item, questions, tier, f"not graded, our fault: {why}")
