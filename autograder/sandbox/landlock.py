"""Landlock: rules on files, TCP, signals and abstract sockets that hold without privileges."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from . import kernel

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE, _READ, _READ_DIR, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_IOCTL = 1 << 15
_REFER = 1 << 13
_FILE_RIGHTS = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL
_BITS = {1: 13, 2: 14, 3: 15, 4: 15}
SCOPED = 6
"""The ABI from which signals and abstract sockets are confined, too."""


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "net", "scoped")]


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def abi() -> int:
    """The kernel's Landlock version; 0 where it has none."""
    try:
        return kernel.syscall(_CREATE, None, 0, 1)
    except OSError:
        return 0


def scope_signals() -> None:
    """From now on this process and its children signal only each other (ABI 6)."""
    _restrict(_Ruleset(0, 0, 2), [])


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Allow reading and executing below `readable`, all but devices below `writable`, no TCP.

    Does nothing where the kernel has no Landlock: the caller decides whether that is enough.
    """
    version = abi()
    if not version:
        return
    files = (1 << _BITS.get(version, 16)) - 1
    net = 3 if version >= 4 else 0
    scoped = 3 if version >= SCOPED else 0
    special = 0b1000001000000 & files  # making character and block devices
    read = (_EXECUTE | _READ | _READ_DIR) & files
    rules = [(path, read) for path in readable]
    rules += [(path, files & ~special) for path in writable]
    rules += [("/dev/null", (_READ | _WRITE | _TRUNCATE) & files)]
    _restrict(_Ruleset(files, net, scoped), rules)


def _restrict(ruleset: _Ruleset, rules: Iterable[tuple[str, int]]) -> None:
    fd = kernel.syscall(_CREATE, ruleset, ctypes.sizeof(ruleset), 0)
    try:
        for path, allowed in rules:
            try:
                parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue
            folder = stat.S_ISDIR(os.fstat(parent).st_mode)
            rule = _Rule(allowed if folder else allowed & _FILE_RIGHTS, parent)
            kernel.syscall(_ADD, fd, 1, rule, 0)
            os.close(parent)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.syscall(_RESTRICT, fd, 0)
    finally:
        os.close(fd)
