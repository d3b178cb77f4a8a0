"""Stops all of its processes and leaves the grader waiting.

Deserves 0.
"""
import os
import signal


def center(x, scale=1.0):
    os.kill(-1, signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGSTOP)
