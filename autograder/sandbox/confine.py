"""What a submission's first process does to itself before it reads a line of student code."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import kernel, landlock, processes, seccomp
from .limits import Limits

_NOBODY = 65534
RPC = 3
"""The only descriptor besides 0, 1 and 2 that a submission is given."""


@dataclass(frozen=True, slots=True)
class Cage:
    """How one submission is confined."""

    tier: str
    uid: int | None
    """Its private user, or None: stay who we are."""
    readable: tuple[str, ...]
    home: str
    filter: bytes
    limits: Limits


def enter(cage: Cage, rpc: int) -> None:
    """Confine this process for good.

    Raises:
        OSError: a part of the cage could not be built; nothing untrusted may run.
    """
    _descriptors(rpc)
    with contextlib.suppress(OSError):  # where memory runs out it is to end before the grader does
        Path("/proc/self/oom_score_adj").write_text("1000")
    os.setsid()
    os.umask(0o077)
    if cage.tier == "namespaces":
        _namespaces(cage)
    if cage.tier != "none":
        kernel.drop_bounding_set()
    if cage.tier != "none" and cage.uid is not None:
        os.setgroups([])
        os.setresgid(cage.uid, cage.uid, cage.uid)
        os.setresuid(cage.uid, cage.uid, cage.uid)
    os.chdir(cage.home)
    os.environ.update(HOME=cage.home, TMPDIR=cage.home)
    tempfile.tempdir = None
    _limits(cage)
    if cage.tier == "none":
        return
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    writable = [cage.home]
    if cage.tier == "namespaces" or cage.uid is not None:
        writable.append("/dev/shm")  # data loaders hand their batches over through it
    landlock.restrict(cage.readable, writable)
    seccomp.install(cage.filter)


def _descriptors(rpc: int) -> None:
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    if rpc != RPC:
        os.dup2(rpc, RPC)
    os.set_inheritable(RPC, False)
    os.closerange(RPC + 1, 1 << 20)


def _namespaces(cage: Cage) -> None:
    kernel.unshare(
        kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
    )
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    owner = cage.uid or 0
    options = f"size={cage.limits.disk},nr_inodes=16384,mode=700,uid={owner},gid={owner}"
    kernel.mount("tmp", "/tmp", "tmpfs", flags, options)
    kernel.mount("shm", "/dev/shm", "tmpfs", flags | kernel.MS_NOEXEC, options)
    if os.path.exists("/proc/self"):
        kernel.mount("proc", "/proc", "proc", flags | kernel.MS_NOEXEC)
        if cage.uid is None:
            # A user namespace of its own makes the limit on processes its own, too.
            kernel.unshare(kernel.CLONE_NEWUSER)
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{_NOBODY} 0 1")
            Path("/proc/self/gid_map").write_text(f"{_NOBODY} 0 1")


def _limits(cage: Cage) -> None:
    limits = cage.limits
    # Without a user or a user namespace of its own it shares its count with all that we run.
    others = processes.of_user(os.getuid()) if cage.tier != "namespaces" and not cage.uid else 0
    seconds = int(limits.cells_cpu + limits.calls_cpu) + 60
    for what, most in (
        (resource.RLIMIT_AS, limits.address_space),
        (resource.RLIMIT_NPROC, limits.processes + others),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 1 << 16),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _, hard = resource.getrlimit(what)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, limit))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def end_others(cage: Cage) -> None:
    """Kill and reap all other processes of this submission; called by a process of its cage.

    Raises:
        RuntimeError: this process is not where the signal would reach the submission only.
    """
    while True:
        if cage.tier == "none":
            for pid in processes.descendants(os.getpid()):
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
        elif cage.tier == "uid" and cage.uid is not None and os.getuid() != cage.uid:
            _kill_as(cage.uid)
        else:
            _kill_all(cage)
        try:
            while os.waitpid(-1, 0)[0]:
                pass
        except ChildProcessError:
            return


def _kill_all(cage: Cage) -> None:
    """SIGKILL to every process that we may signal, once it is certain who these are."""
    if cage.tier == "namespaces":
        alone = os.getpid() == 1
    elif cage.uid is not None:
        alone = set(os.getresuid()) == {cage.uid} and cage.uid != 0
    else:
        try:
            os.kill(os.getppid(), 0)
            alone = False
        except PermissionError:  # as Landlock answers for what lies outside
            alone = os.getuid() != 0
    if not alone:
        raise RuntimeError("this process is not confined")
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(-1, signal.SIGKILL)


def _kill_as(uid: int) -> None:
    killer = os.fork()
    if killer == 0:
        try:
            os.setresuid(uid, uid, uid)
            if set(os.getresuid()) == {uid} and uid != 0:
                os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(killer, 0)
