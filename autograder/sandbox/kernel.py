"""The system calls that Python's `os` lacks, by ctypes; Linux on x86-64 and arm64."""

from __future__ import annotations

import ctypes
import os
import signal

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 1, 38, 36
PR_SET_SECCOMP, PR_CAPBSET_DROP = 22, 24
CAP_LAST = 63

_X86 = os.uname().machine == "x86_64"
_PIVOT_ROOT = 155 if _X86 else 41
_CAPSET = 126 if _X86 else 91
_MOUNT_SETATTR = 442

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def syscall(number: int, *args: int | bytes | ctypes.Structure | ctypes.Array | None) -> int:  # type: ignore[type-arg]
    """A raw system call.

    Raises:
        OSError: it failed.
    """
    words = [ctypes.c_long(arg) if isinstance(arg, int) else _pointer(arg) for arg in args]
    result: int = _libc.syscall(ctypes.c_long(number), *words)
    return _checked(result, f"system call {number}")


def _pointer(arg: object) -> object:
    return ctypes.byref(arg) if isinstance(arg, (ctypes.Structure, ctypes.Array)) else arg


def _checked(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result


def unshare(flags: int) -> None:
    """Leave the namespaces that `flags` name for new ones."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def setns(fd: int, flags: int) -> None:
    """Enter the namespace that `fd` refers to."""
    _checked(_libc.setns(ctypes.c_int(fd), ctypes.c_int(flags)), "setns")


def prctl(option: int, value: int = 0, pointer: ctypes.Structure | None = None) -> int:
    """Set an attribute of this process, by a number or by a number and a structure."""
    third = ctypes.byref(pointer) if pointer is not None else ctypes.c_ulong(0)
    zero = ctypes.c_ulong(0)
    return _checked(_libc.prctl(option, ctypes.c_ulong(value), third, zero, zero), "prctl")


def die_with_parent() -> None:
    """Have this process killed when the thread that forked it ends, however that ends."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or with MS_BIND show `source` at `target`."""
    texts = [text.encode() for text in (source, target, kind)]
    result = _libc.mount(*texts, ctypes.c_ulong(flags), options.encode())
    _checked(result, f"mount {kind or source} on {target}")


def unmount(target: str) -> None:
    """Take a mount away at once, whoever uses it."""
    _checked(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns")]


def read_only(target: str, *, devices: bool = False) -> None:
    """Make a mount and all below it read-only, without set-user-id and (normally) devices."""
    wanted = MS_RDONLY | MS_NOSUID | (0 if devices else MS_NODEV)
    attributes = _MountAttributes(wanted, 0, 0, 0)
    at_fdcwd, recursive = -100, 0x8000
    syscall(
        _MOUNT_SETATTR, at_fdcwd, target.encode(), recursive, attributes,
        ctypes.sizeof(attributes),
    )  # fmt: skip


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root and put the old root at `old`."""
    syscall(_PIVOT_ROOT, new.encode(), old.encode())


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapData(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def drop_bounding_set() -> None:
    """Make sure that nothing this process executes gains a capability."""
    for capability in range(CAP_LAST + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # past the last one this kernel knows, or not ours to drop
            break


def drop_capabilities() -> None:
    """Give up every capability."""
    syscall(_CAPSET, _CapHeader(0x20080522, 0), (_CapData * 2)())


def use_huge_pages() -> None:
    """Gather this process's own memory in pages of 2 MiB where the kernel can (Linux 6.1).

    A fork copies one entry a page, so this makes it four times as fast, and its end, too.
    """
    size, madv_collapse = 2 << 20, 25
    with open("/proc/self/maps") as maps:
        areas = [line.split() for line in maps]
    for area in areas:
        if area[1] != "rw-p" or area[4] != "0":
            continue
        first, last = (int(end, 16) for end in area[0].split("-"))
        start, stop = -(-first // size) * size, last // size * size
        if start < stop:
            _libc.madvise(
                ctypes.c_void_p(start), ctypes.c_size_t(stop - start), ctypes.c_int(madv_collapse)
            )
