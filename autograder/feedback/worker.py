"""Pages of a whole cohort, made in a limited child process that may die and is then replaced."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing.connection import Connection, Pipe
from typing import Any

from autograder.feedback.notebook import Cell
from autograder.feedback.page import AssignmentText, render
from autograder.feedback.progress import Earlier
from autograder.people import Person
from autograder.policy import Final
from autograder.verdict import Attempt, Comment

CPU_SECONDS = 10
"""Of one page; a usual one takes hundredths."""
WALL_SECONDS = 60.0
"""Of one page, for a child that waits instead of computing."""
MEMORY_BYTES = 1 << 30
PAGE_BYTES = 16 << 20
"""Longest page taken from the child: all pictures, in base64, and all text."""


@dataclass(frozen=True, slots=True)
class _PlainCell:
    """A cell without the modules of its class, so that the child need not import them."""

    kind: str
    source: str
    outputs: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Job:
    """What `render` needs for one page."""

    attempt: Attempt
    cells: Sequence[Cell] | None
    texts: AssignmentText
    graded_at: datetime
    attempt_number: int
    comments: Mapping[str, Sequence[Comment]] = field(default_factory=dict)
    """By question: what teachers wrote."""
    final: Final | None = None
    person: Person | None = None
    attempts: Sequence[Earlier] = ()
    state: str = ""
    """See `page_state`."""


def render_pages(jobs: Iterable[Job]) -> Iterator[str]:
    """Make one page a job, in order, in a child with limited time and memory.

    Yields:
        The page; where the child came to grief over a submission, its page without the cells.
    """
    child: _Child | None = None
    try:
        for job in jobs:
            child = child or _Child()
            page = child.render(job)
            if page is None:
                child.close()
                child = None
                page = _render(replace(job, cells=None))
            yield page
    finally:
        if child is not None:
            child.close()


def _render(job: Job) -> str:
    return render(
        job.attempt,
        job.cells,
        job.texts,
        graded_at=job.graded_at,
        attempt_number=job.attempt_number,
        comments=job.comments,
        final=job.final,
        person=job.person,
        attempts=job.attempts,
        state=job.state,
    )


class _Child:
    """One rendering process. It gets jobs and gives back bytes; nothing it sends is unpickled."""

    def __init__(self) -> None:
        self._connection, theirs = Pipe()
        # -P: nothing is imported from the current folder, which may be a student's.
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by its name
            [sys.executable, "-P", "-m", "autograder.feedback.worker", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()

    def render(self, job: Job) -> str | None:
        """The page, or None if the child died, took too long or gave up."""
        cells = [_PlainCell(cell.kind, cell.source, cell.outputs) for cell in job.cells or ()]
        try:
            self._connection.send(job if job.cells is None else replace(job, cells=cells))
            if not self._connection.poll(WALL_SECONDS):
                return None
            return self._connection.recv_bytes(PAGE_BYTES).decode()
        except (OSError, EOFError, RecursionError, UnicodeDecodeError):
            return None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._connection.close()
        self._process.kill()
        self._process.wait()


def _serve(connection: Connection) -> None:
    """The child's side: one page a job until the parent hangs up."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        usage = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(usage.ru_utime + usage.ru_stime) + 1 + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        connection.send_bytes(_render(job).encode())


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
