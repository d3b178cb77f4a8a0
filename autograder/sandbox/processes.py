"""CPU time and memory of a process tree, read from /proc by whoever watches it."""

from __future__ import annotations

import os
import re

_TICK = os.sysconf("SC_CLK_TCK")
_RESIDENT = re.compile(rb"^Rss(?:Anon|Shmem):\s*(\d+)", re.MULTILINE)
_SHARE = re.compile(rb"^Pss_(?:Anon|Shmem):\s*(\d+)", re.MULTILINE)
_THREADS = re.compile(rb"^Threads:\s*(\d+)", re.MULTILINE)
_MOST = 4096


def descendants(root: int) -> list[int]:
    """The children of a process, their children, and so on; zombies included."""
    found: list[int] = []
    queue = [root]
    while queue and len(found) < _MOST:
        pid = queue.pop()
        try:
            tasks = os.listdir(f"/proc/{pid}/task")
        except OSError:
            continue
        for task in tasks:
            children = [int(n) for n in _read(f"/proc/{pid}/task/{task}/children").split()]
            found += children
            queue += children
    return found


def cpu_seconds(root: int) -> float:
    """CPU time of a process, of all its descendants, and of those they have waited for."""
    total = 0
    for pid in (root, *descendants(root)):
        fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        if fields:
            total += sum(map(int, fields[11:15]))
    return total / _TICK


def resident(pid: int) -> int:
    """Bytes of anonymous and shared memory that a process has mapped and touched."""
    return 1024 * sum(map(int, _RESIDENT.findall(_read(f"/proc/{pid}/status"))))


def proportional(pid: int) -> int:
    """Like `resident`, with each page divided by how many share it; a thousand times dearer."""
    shares = _SHARE.findall(_read(f"/proc/{pid}/smaps_rollup"))
    return 1024 * sum(map(int, shares)) if shares else resident(pid)


def threads(pid: int) -> int:
    """How many threads a process has; 0 if it is gone."""
    return sum(map(int, _THREADS.findall(_read(f"/proc/{pid}/status"))))


def of_user(uid: int) -> int:
    """How many threads of a user run on this machine."""
    owner = re.compile(rb"^Uid:\s*%d\s" % uid, re.MULTILINE)
    total = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        status = _read(f"/proc/{name}/status")
        if owner.search(status):
            total += sum(map(int, _THREADS.findall(status)))
    return total


def pid_of(pidfd: int) -> int:
    """The process behind a pidfd as this process's /proc numbers it; -1 once it is reaped."""
    for line in _read(f"/proc/self/fdinfo/{pidfd}").splitlines():
        if line.startswith(b"Pid:"):
            return int(line[4:])
    return -1


def _read(path: str) -> bytes:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(fd, 65536)
    except OSError:
        return b""
    finally:
        os.close(fd)
