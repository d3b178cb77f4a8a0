"""What the trusted side looks at while it waits for a submission: the clock, the kernel's count of
CPU time, and whether the process is still there.
"""

from __future__ import annotations

import os
import select
import time
from dataclasses import dataclass
from typing import Any

from . import processes
from .limits import WALL_FACTOR, Limits
from .protocol import Channel, Closed, ProtocolError

_GRACE = 2.0
"""CPU seconds more than its limit before a cell that the child itself should stop is ended."""


class OutOfTimeError(Exception):
    """The CPU or the wall limit is passed."""


@dataclass(slots=True)
class Child:
    """A submission's first process."""

    number: int
    channel: Channel
    pidfd: int
    pid: int
    seconds: float = 0.0

    def cpu(self) -> float:
        """CPU seconds of its tree; the last reading once it is gone."""
        self.seconds = max(self.seconds, processes.cpu_seconds(self.pid))
        return self.seconds

    def close(self) -> None:
        """Hang up; doesn't end the process."""
        self.channel.close()
        os.close(self.pidfd)


class Progress:
    """Which cell runs, as the child claims; bounded in how often it may say so."""

    def __init__(self, cells: int) -> None:
        self.cell: int | None = None
        self.stage = ""
        self.budget_used = False
        self._cells = cells
        self._left = 2 * cells

    def move(self, where: Any) -> None:
        """Take note of `[stage, cell]`.

        Raises:
            ProtocolError: it is nothing of the kind.
        """
        self._left -= 1
        if self._left < 0 or not isinstance(where, list) or len(where) != 2:
            raise ProtocolError("no progress")
        stage, cell = where
        if stage not in ("parse", "run") or type(cell) is not int:
            raise ProtocolError("no stage")
        if not (self.cell or 0) <= cell < self._cells:
            raise ProtocolError("no cell")
        self.stage, self.cell = stage, cell


class Wall:
    """A deadline that a channel's ticks look at."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def __call__(self) -> None:
        """Look at the clock."""
        if time.monotonic() > self._end:
            raise OutOfTimeError


class CellWatch:
    """Ends cells that the child's own timer could not stop."""

    def __init__(self, child: Child, at: Progress, limits: Limits) -> None:
        self._child = child
        self._at = at
        self._limits = limits
        self._cell: int | None = None
        self._began = (0.0, 0.0)
        self._first = (time.monotonic(), child.cpu())

    def __call__(self) -> None:
        """Look at the clock and the cell's CPU time."""
        limits, at = self._limits, self._at
        now = (time.monotonic(), self._child.cpu())
        if self._cell != at.cell:
            self._cell, self._began = at.cell, now
        most = limits.cell_cpu + _GRACE
        all_ = limits.cells_cpu + 2 * _GRACE
        wall, cpu = now[0] - self._first[0], now[1] - self._first[1]
        if cpu > all_ or wall > WALL_FACTOR * all_:
            at.budget_used = True
            raise OutOfTimeError
        if now[1] - self._began[1] > most or now[0] - self._began[0] > WALL_FACTOR * most:
            raise OutOfTimeError


class CallWatch:
    """Ends a call that takes too long, or whose process is gone though its socket lives on."""

    def __init__(self, child: Child, pidfd: int, cpu: float) -> None:
        self._child = child
        self._cpu = cpu
        self._pidfd = pidfd
        self._base = child.seconds
        self._wall = Wall(cpu * WALL_FACTOR)

    def __call__(self) -> None:
        """Look at the clock, the call's CPU time and the process."""
        self._wall()
        if self._child.cpu() - self._base > self._cpu:
            raise OutOfTimeError
        if select.select([self._pidfd], [], [], 0)[0]:
            raise Closed
