"""Mounts, unshares, changes root, joins the namespaces of process 1, loads a filter of its own.

Deserves 0.
"""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
OPENED = []
for name, call in {
    "unshare": lambda: libc.unshare(0x10000000 | 0x20000),
    "clone": lambda: libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0),
    "clone3": lambda: libc.syscall(435, ctypes.create_string_buffer(88), 88),
    "mount": lambda: libc.mount(b"proc", b"/tmp", b"proc", 0, None),
    "bind": lambda: libc.mount(b"/srv/course", b"/tmp", None, 4096, None),
    "pivot": lambda: libc.syscall(155, b"/tmp", b"/tmp"),
    "chroot": lambda: libc.chroot(b"/proc/1/root"),
    "setns": lambda: libc.setns(os.open("/proc/1/ns/mnt", 0), 0),
    "setuid": lambda: libc.setuid(0),
    "setgroups": lambda: libc.setgroups(0, None),
    "keyctl": lambda: libc.syscall(250, 0, -3, 0),
    "bpf": lambda: libc.syscall(321, 0, 0, 0),
    "io_uring": lambda: libc.syscall(425, 8, ctypes.create_string_buffer(120)),
    "userfault": lambda: libc.syscall(323, 0),
    "mknod": lambda: libc.mknod(b"/tmp/sda", 0o60666, 0x800),
    "memfd": lambda: libc.syscall(319, b"x", 0),
    "personality": lambda: libc.personality(0x40000),
    "x32": lambda: libc.syscall(0x40000000 | 39),
}.items():
    try:
        if call() >= 0:
            OPENED.append(name)
    except OSError:
        pass


def spread(x):
    return f"canary-cage-0 {OPENED}" if OPENED else "nothing"
