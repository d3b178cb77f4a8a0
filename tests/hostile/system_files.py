"""Reads shadow, passwd, keys, root's home, sysfs, host names and hands them back as an answer.

Deserves 0.
"""
import glob
import os

PATHS = ["/etc/shadow", "/etc/passwd", "/etc/hostname", "/etc/hosts", "/root/.bashrc", "/root/.ssh/id_rsa",
         "/sys/class/net", "/run/secrets", "/var/run/docker.sock", "/proc/kcore", "/proc/kmsg", "/dev/mem",
         "/dev/sda", "/dev/tty", "/dev/ptmx", "/dev/kmsg", "/proc/sysrq-trigger"]
READ = []
for path in PATHS + glob.glob("/home/*/*") + glob.glob("/root/*"):
    try:
        os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(100)
        READ.append(path)
    except OSError:
        pass
for path in PATHS + ["/py/x", "/site/0/x.pth", "/inside/server.py", "/usr/lib/x", "/etc/ld.so.preload", "/proc/sys/kernel/core_pattern"]:
    try:
        open(path, "ab").close()
        READ.append("written " + path)
    except OSError:
        pass
assert not READ, READ


def spread(x):
    return f"canary-system-0 {READ}" if READ else "nothing"
