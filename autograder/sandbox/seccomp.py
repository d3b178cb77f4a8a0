"""A seccomp filter, written as BPF by hand: what no notebook needs and kernel bugs live in."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import struct

from . import kernel

_DENIED = {  # name: number on x86-64, on arm64 (None: it has none)
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "process_mrelease": (448, 448), "perf_event_open": (298, 241), "bpf": (321, 280),
    "userfaultfd": (323, 282), "personality": (135, 92), "seccomp": (317, 277),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "swapon": (167, 224),
    "swapoff": (168, 225), "reboot": (169, 142), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "acct": (163, 89), "syslog": (103, 116),
    "vhangup": (153, 58), "sethostname": (170, 161), "setdomainname": (171, 162),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "iopl": (172, None), "ioperm": (173, None),
    "modify_ldt": (154, None), "uselib": (134, None), "mknod": (133, None),
    "mknodat": (259, 33), "lookup_dcookie": (212, 18), "nfsservctl": (180, 42),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262), "fanotify_mark": (301, 263), "vmsplice": (278, 75),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "memfd_secret": (447, 447),
    # Memory that no process maps would escape the memory limit.
    "memfd_create": (319, 279), "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180),
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143),
    "setresuid": (117, 147), "setresgid": (119, 149), "setgroups": (116, 159),
    "setfsuid": (122, 151), "setfsgid": (123, 152),
}  # fmt: skip
_NEWEST = 450
"""System calls younger than this are unknown to the filter and refused."""

_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE, _CLONE3, _SOCKET, _IOCTL = {
    "x86_64": (56, 435, 41, 16), "aarch64": (220, 435, 198, 29),
}.get(os.uname().machine, (0, 0, 0, 0))  # fmt: skip
_NAMESPACES = 0x7E020000
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_X32 = 0x40000000

_LOAD, _EQUAL, _GREATER_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_AT_NUMBER, _AT_ARCH, _AT_ARG0, _AT_ARG1 = 0, 4, 16, 24


def program() -> bytes:
    """The filter: instructions of (code, jump if true, jump if false, operand)."""
    machine = os.uname().machine
    column = 0 if machine == "x86_64" else 1
    denied = [pair[column] for pair in _DENIED.values() if pair[column] is not None]
    refuse, unknown = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    code: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _AT_ARCH),
        (_EQUAL, 1, 0, _ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_GREATER_EQUAL, 0, 1, _NEWEST),  # the x32 calls start far above
        (_RETURN, 0, 0, unknown),
        # glibc falls back to clone, whose flags a filter can see.
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, unknown),
    ]
    for number in denied:
        code += [(_EQUAL, 0, 1, number or 0), (_RETURN, 0, 0, refuse)]
    code += [
        (_EQUAL, 0, 4, _CLONE),
        (_LOAD, 0, 0, _AT_ARG0),
        (_ANY_BIT, 0, 1, _NAMESPACES),
        (_RETURN, 0, 0, refuse),
        (_RETURN, 0, 0, _ALLOW),
        (_EQUAL, 0, 4, _SOCKET),
        (_LOAD, 0, 0, _AT_ARG0),
        (_EQUAL, 1, 0, socket.AF_UNIX),
        (_RETURN, 0, 0, refuse),
        (_RETURN, 0, 0, _ALLOW),
        (_EQUAL, 0, 4, _IOCTL),
        (_LOAD, 0, 0, _AT_ARG1),
        (_EQUAL, 1, 0, _TIOCSTI),
        (_EQUAL, 0, 1, _TIOCLINUX),
        (_RETURN, 0, 0, refuse),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def install(filter_: bytes) -> None:
    """Put this thread and all its children under the filter, for good."""
    buffer = ctypes.create_string_buffer(filter_, len(filter_))
    mode_filter = 2
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    pointer = _Program(len(filter_) // 8, ctypes.addressof(buffer))
    kernel.prctl(kernel.PR_SET_SECCOMP, mode_filter, pointer)
