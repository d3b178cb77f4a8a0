"""Traces, reads and signals processes it did not start: parents, siblings, all of them.

Deserves 0.
"""
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
REACHED = []
for pid in [*range(2, 400), os.getppid()]:
    if pid in (os.getpid(), 0):
        continue
    if libc.ptrace(16, pid, 0, 0) == 0:
        REACHED.append(pid)
    if libc.syscall(310, pid, None, 0, None, 0, 0) == 0:
        REACHED.append(pid)
    try:
        fd = os.pidfd_open(pid)
        if libc.syscall(438, fd, 3, 0) >= 0:
            REACHED.append(pid)
        signal.pidfd_send_signal(fd, signal.SIGSTOP)
        REACHED.append(pid)
    except OSError:
        pass
try:
    os.kill(-1, signal.SIGSTOP)
    os.killpg(0, signal.SIGCONT)
except OSError:
    pass
os.setpriority(os.PRIO_PROCESS, 0, 19)


def spread(x):
    return f"canary-traced-0 {REACHED}" if REACHED else "nothing"
