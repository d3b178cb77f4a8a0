"""Bounds for code of our own that may loop forever or ask for all memory."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


class TooLong(BaseException):
    """The CPU time is used up; no `except Exception` on the way holds it back."""


@contextmanager
def bounded(seconds: float, memory: int = 1 << 30) -> Iterator[None]:
    """Limit what runs inside to `seconds` of this process's CPU time and `memory` bytes more.

    Memory that is refused is an ordinary exception inside. For the main thread only, since that
    is where Python handles signals.

    Raises:
        TooLong: the time is used up.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = pages * resource.getpagesize() + memory
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    before = signal.signal(signal.SIGPROF, stop)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    # The interval repeats the signal, should the first one fall where an exception is swallowed.
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGPROF, before)
