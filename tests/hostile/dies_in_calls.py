"""Ends its process in calls: exit, abort, a segmentation fault, kill(-1), a stop signal to itself.

Deserves 0.
"""
import ctypes
import os
import signal


def center(x, scale=1.0):
    os._exit(0)


def spread(x):
    os.abort()


def slope(f, x):
    ctypes.memset(0, 0, 1 << 20)


def estimate(f, n, generator):
    os.kill(-1, signal.SIGKILL)
    os.kill(1, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
