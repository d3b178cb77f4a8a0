"""Takes memory in many processes, each below the limit, and in descriptors that no process maps.

Deserves 0.
"""
import os
import socket
import time

KEPT = []


def spread(x):
    for _ in range(200):
        try:
            a, b = socket.socketpair()
            a.setblocking(False)
            KEPT.append((a, b))
            while True:
                a.send(b"x" * 65536)
        except OSError:
            continue
    return "kept"


def center(x, scale=1.0):
    for _ in range(20):
        if os.fork() == 0:
            KEPT.append(b"x" * (60 << 20))
            time.sleep(600)
    time.sleep(600)
