"""How much a submission may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Times are CPU seconds unless the name says wall; sizes are bytes.

    Sleeping is bounded too: a wall limit of `WALL_FACTOR` times stands behind each CPU limit.
    """

    cell_cpu: float = 20
    cells_cpu: float = 60
    call_cpu: float = 10
    calls_cpu: float = 180
    calls_wall: float = 300
    memory: int = 2 << 30
    """Of the whole process tree."""
    address_space: int = 3 << 30
    """Of one process."""
    processes: int = 64
    """Threads count, too."""
    disk: int = 64 << 20
    reply: int = 64 << 20
    """One reply's tensors, recorded arguments included."""
    structure: int = 1 << 20
    """One reply's part that is not tensor data."""


WALL_FACTOR = 6
