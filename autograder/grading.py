"""Grade a cohort: worker processes, each with a sandbox of its own, one attempt a submission."""

from __future__ import annotations

import hashlib
import multiprocessing
import re
import secrets
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from autograder.catalog import Course, load
from autograder.diagnosis import spoken
from autograder.engine import Report, grade, ungraded
from autograder.errors import SandboxError, SubmissionError
from autograder.expectation import Expectations
from autograder.sandbox import CellOutcome, Limits, Sandbox, Session, die_with_parent, messages
from autograder.submission import Cell, Found, Submission, Unreadable, bounded, read
from autograder.submission.source import definitions
from autograder.verdict import Attempt, Outcome, QuestionVerdict, Status
from autograder.versions import checks_version

AFTER_TIMEOUT = 2.0
"""CPU seconds a call gets once its question has timed out."""
MOST_TIMEOUTS = 3
"""After so many timeouts a question's other checks are not run."""


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


@dataclass(frozen=True, slots=True)
class Task:
    """A submission to grade."""

    found: Found
    submission: Submission | None = None
    """None: still to be read."""
    held: Mapping[str, QuestionVerdict] = field(default_factory=dict)
    """Verdicts of an earlier attempt that still hold."""

    def read(self) -> Submission | Unreadable:
        """What was handed in."""
        return read(self.found) if self.submission is None else self.submission


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission's attempt and the cells for its page."""

    task: Task
    attempt: Attempt | None
    """None: this very file has been graded already."""
    cells: tuple[Cell, ...] = ()


class Notebook:
    """A submission in a sandbox, as a grading target."""

    def __init__(self, session: Session, code: Sequence[tuple[int, str]], call_cpu: float) -> None:
        self._session = session
        self._shorter = min(AFTER_TIMEOUT, call_cpu)
        self._index = [index for index, _ in code]
        self._sources = [source for _, source in code]
        self._question = ""
        self._timeouts: Counter[str] = Counter()

    def call(self, call: messages.Call, callbacks: Sequence[Callable[..., Any]]) -> messages.Reply:
        """One call over the wire; after a question's first timeout with a shorter limit."""
        cpu = self._shorter if self._timeouts[self._question] else None
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
        written = [i for i, text in enumerate(self._sources) if definitions([text], [question])]
        return self._index[written[-1]] if written else None

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
        self._question = question

    def spent(self) -> bool:
        """Whether that question has used up its timeouts."""
        return self._timeouts[self._question] >= MOST_TIMEOUTS


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
    sources = [source for _, source in submission.code]
    with sandbox.open(
        sources,
        seed=seed,
        questions=tuple(content.assignment.questions),
        fixtures=content.fixtures_source,
    ) as session:
        target = Notebook(session, submission.code, setting.limits.call_cpu)
        questions = grade(expectations, target, setting.seed, after_check=after_check, held=held)
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


def _unreadable(item: Unreadable, setting: Setting, tier: str) -> Attempt:
    found = item.found
    cohort = setting.cohorts.get(found.assignment or "")
    points = sum(q.points for q in cohort.assignment.questions.values()) if cohort else 0
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


class _Worker:
    """What one worker process holds: the setting, and a sandbox that has passed its self-test."""

    def __init__(self, setting: Setting, sandbox: Sandbox | None) -> None:
        self._setting = setting
        self._started = sandbox
        self._sandbox: Sandbox | None = None

    @property
    def sandbox(self) -> Sandbox:
        if self._sandbox is None:
            sandbox = self._started or Sandbox(self._setting.limits, trust=self._setting.trust)
            self._started = None
            sandbox.ready()
            sandbox.self_test(self._setting.secrets)
            self._sandbox = sandbox
        return self._sandbox

    def grade(self, task: Task) -> Graded:
        item, found = task.read(), task.found
        key = (found.student, item.sha256)
        if item.sha256 and key in self._setting.done.get(found.assignment, frozenset()):
            return Graded(task, None)
        tier = self.sandbox.tier
        if isinstance(item, Unreadable):
            return Graded(task, _unreadable(item, self._setting, tier))
        try:
            attempt = grade_one(item, self._setting, self.sandbox, held=task.held)
        except Exception as error:  # whatever it is, it is not the student's
            self.close()  # the next submission gets a fresh sandbox
            why = str(error) if isinstance(error, SandboxError) else _trace(error)
            return Graded(task, _ungraded(item, self._setting, tier, why), bounded(item.cells))
        return Graded(task, attempt, bounded(item.cells))

    def close(self) -> None:
        """End the sandbox; the next submission starts another."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None


def _trace(error: Exception) -> str:
    """One line on an error of our own: what, and where in our code."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return f"{type(error).__name__} at {where}; report it, then grade again"


def _ungraded(item: Submission, setting: Setting, tier: str, why: str) -> Attempt:
    questions = ungraded(setting.cohorts[item.found.assignment or ""].assignment)
    return _attempt(item, questions, tier, f"not graded, our fault: {why}")


def start(limits: Limits, trust: bool) -> Sandbox:  # noqa: FBT001 - as on the command line
    """A sandbox that is starting: it imports torch while the parent computes what is expected."""
    return Sandbox(limits, trust=trust, wait=False)


_worker: _Worker | None = None
"""This process's worker, in a worker process."""


def _start(setting: Setting, sandboxes: Sequence[Sandbox], taken: Any) -> None:
    """Become a worker: take one of the sandboxes that the parent has started."""
    global _worker  # noqa: PLW0603 - a pool hands its tasks no other state
    die_with_parent()
    with taken.get_lock():
        seat = taken.value
        taken.value += 1
    _worker = _Worker(setting, sandboxes[seat] if seat < len(sandboxes) else None)


def _tier() -> str | SandboxError:
    assert _worker is not None
    try:
        return _worker.sandbox.tier
    except SandboxError as error:
        return error


def _work(task: Task) -> Graded:
    assert _worker is not None
    return _worker.grade(task)


class Crew:
    """Worker processes, each with a sandbox that has passed its self-test. A context manager.

    Args:
        setting: what to grade with.
        sandboxes: started, perhaps not ready yet; one process for each.

    Raises:
        SandboxError: this machine can't isolate submissions.
    """

    def __init__(self, setting: Setting, sandboxes: Sequence[Sandbox]) -> None:
        self._setting = setting
        self._sandboxes = sandboxes
        context = multiprocessing.get_context("fork")
        # Forked, so that every worker shares what the parent has computed; the parent runs torch
        # on one thread, so no thread pool is lost in the fork.
        self._pool = ProcessPoolExecutor(
            len(sandboxes),
            mp_context=context,
            initializer=_start,
            initargs=(setting, sandboxes, context.Value("i", 0)),
        )
        tier = self._pool.submit(_tier).result()
        if isinstance(tier, SandboxError):
            self.__exit__()
            raise tier
        self.tier = tier

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        for sandbox in self._sandboxes:
            sandbox.close()

    def grade(self, tasks: Sequence[Task]) -> Iterator[Graded]:
        """Grade submissions as they come, in no particular order; each exactly once.

        What the machine failed on is tried once more, alone, after the others; what fails again
        comes out as ungraded.
        """
        again = []
        for graded in self._once(tasks):
            if isinstance(graded, Task):
                again.append(graded)
            elif graded.attempt is not None and graded.attempt.outcome is Outcome.UNGRADED:
                again.append(graded.task)
            else:
                yield graded
        for one in again:
            with Crew(self._setting, [start(self._setting.limits, self._setting.trust)]) as alone:
                for graded in alone._once([one]):
                    yield _lost(one, self._setting) if isinstance(graded, Task) else graded

    def _once(self, tasks: Sequence[Task]) -> Iterator[Graded | Task]:
        """Grade each once; yields a task itself where its worker died."""
        futures: dict[Future[Graded], Task] = {}
        for one in tasks:
            try:
                futures[self._pool.submit(_work, one)] = one
            except BrokenProcessPool:
                yield one
        for future in as_completed(futures):
            try:
                yield future.result()
            except (BrokenProcessPool, SandboxError):
                yield futures[future]


def _lost(task: Task, setting: Setting) -> Graded:
    item = task.read()
    if isinstance(item, Unreadable):
        return Graded(task, _unreadable(item, setting, "none"))
    why = "its worker process ended; grade it again with fewer --workers"
    return Graded(task, _ungraded(item, setting, "none", why), bounded(item.cells))
