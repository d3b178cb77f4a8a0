"""Reads environ, memory, descriptors, working folder and root of every process number there is.

Deserves 0.
"""
import os

LOOT = []
for pid in [*range(1, 200), *range(200, 70_000, 7), "self", "thread-self"]:
    for what in ("environ", "cmdline", "maps", "mem", "cwd/course.toml", "root//srv/course/course.toml"):
        try:
            with open(f"/proc/{pid}/{what}", "rb") as file:
                text = file.read(100_000)
        except OSError:
            continue
        if b"canary" in text:
            LOOT.append(text[text.index(b"canary"):][:60].decode("latin-1"))
    try:
        for fd in os.listdir(f"/proc/{pid}/fd"):
            LOOT.append(os.readlink(f"/proc/{pid}/fd/{fd}"))
    except OSError:
        continue


def spread(x):
    return " ".join(sorted(LOOT, key=lambda text: "canary" not in text))
