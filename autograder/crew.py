"""Grade a cohort: worker processes, each with a sandbox of its own, one attempt a submission."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from autograder.errors import SandboxError
from autograder.grading import Setting, grade_one, ungraded_attempt, unreadable_attempt
from autograder.sandbox import Limits, Sandbox, die_with_parent
from autograder.submission import Cell, Found, Submission, Unreadable, bounded, read
from autograder.verdict import Attempt, Outcome, QuestionVerdict


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

    attempt: Attempt | None
    """None: this very file has been graded already."""
    cells: tuple[Cell, ...] = ()


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
            return Graded(None)
        tier = self.sandbox.tier
        if isinstance(item, Unreadable):
            return Graded(unreadable_attempt(item, self._setting, tier))
        try:
            attempt = grade_one(item, self._setting, self.sandbox, held=task.held)
        except Exception as error:  # whatever it is, it is not the student's
            self.close()  # the next submission gets a fresh sandbox
            why = str(error) if isinstance(error, SandboxError) else _trace(error)
            return Graded(ungraded_attempt(item, self._setting, tier, why), bounded(item.cells))
        return Graded(attempt, bounded(item.cells))

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
        for task, graded in self._once(tasks):
            attempt = graded and graded.attempt
            if graded is None or (attempt and attempt.outcome is Outcome.UNGRADED):
                again.append(task)
            else:
                yield graded
        for one in again:
            with Crew(self._setting, [start(self._setting.limits, self._setting.trust)]) as alone:
                for _, graded in alone._once([one]):
                    yield graded or _lost(one, self._setting)

    def _once(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Graded | None]]:
        """Grade each once; None where its worker died."""
        futures: dict[Future[Graded], Task] = {}
        for one in tasks:
            try:
                futures[self._pool.submit(_work, one)] = one
            except BrokenProcessPool:
                yield one, None
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except (BrokenProcessPool, SandboxError):
                yield futures[future], None


def _lost(task: Task, setting: Setting) -> Graded:
    item = task.read()
    if isinstance(item, Unreadable):
        return Graded(unreadable_attempt(item, setting, "none"))
    why = "its worker process ended; grade it again with fewer --workers"
    return Graded(ungraded_attempt(item, setting, "none", why), bounded(item.cells))
